package io.pvefleet.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.web.SampleFleet;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.LabelSelector;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VmQueryTest {
  private final FleetView view = SampleFleet.troubled(Clock.fixed(SampleFleet.NOW, ZoneOffset.UTC), 100, 10).view();

  @Test
  void everyVmRunsOrIsStoppedOrIsUnknownAndEachCountLeadsToAsManyRows() {
    int sum = 0;
    for (Power power : Power.values()) {
      assertThat(view.vms(VmQuery.all().withPower(power)).total()).as(power.word()).isEqualTo(view.count(power)).isPositive();
      sum += view.count(power);
    }
    assertThat(sum).isEqualTo(view.vms().size());
    assertThat(rows(VmQuery.all().withPower(Power.RUNNING))).as("nothing runs for sure on old facts")
        .noneMatch(vm -> vm.state() == VmState.NOT_CHECKED);
  }

  @Test
  void labelsAreAskedForAsOnTheCommandLine() {
    assertThat(rows(labelled("ring=pilot"))).isNotEmpty().allMatch(vm -> "pilot".equals(vm.labels().get("ring")));
    assertThat(rows(labelled("ring:pilot,role=pos"))).isNotEmpty().allMatch(vm -> vm.role().equals("pos"));
    assertThat(view.vms(labelled("ring=pilot")).total() + view.vms(labelled("ring!=pilot")).total()).isEqualTo(view.vms().size());
    assertThat(rows(labelled("!ring"))).isNotEmpty().allMatch(vm -> vm.state() == VmState.UNMANAGED);
  }

  @Test
  void vmIsFoundByItsAddressesInWhateverWayTheyAreWritten() {
    VmRow vm = view.vm("busan-010", 104).orElseThrow();
    String mac = vm.macs().findFirst().orElseThrow();
    for (String word : List.of(vm.addresses().getFirst(), mac, mac.toLowerCase(java.util.Locale.ROOT), mac.replace(':', '-'))) {
      assertThat(rows(VmQuery.all().withWords(word))).as(word).containsExactly(vm);
    }
    assertThat(rows(VmQuery.all().withWords("bc:24:11"))).hasSizeGreaterThan(500);
    assertThat(rows(VmQuery.all().withWords("bridge=vmbr0"))).as("the rest of the configuration is not searched").isEmpty();
  }

  @Test
  void everyColumnIsAnOrderOfAllVms() {
    for (String sort : VmQuery.SORTS) {
      VmQuery query = VmQuery.all().sorted(sort).paged(1, 1000);
      List<VmRow> up = rows(query);
      assertThat(up).as(sort).doesNotHaveDuplicates();
      assertThat(rows(query.sorted("-" + sort).paged(view.vms(query).pages(), 1000)).getLast()).as(sort).isEqualTo(up.getFirst());
    }
    List<VmRow> busiest = rows(VmQuery.all().withState(VmState.NOT_CHECKED.word()).sorted("cpu"));
    assertThat(busiest.stream().flatMap(vm -> vm.load().stream()).map(load -> -load.cpu()).toList()).isSorted();
    assertThat(busiest.getLast().load()).as("what is not known stands last").isEmpty();
  }

  @Test
  void groupsBySiteComeAsTheyNeedSomebodyAndTogetherHoldEveryVmOnce() {
    VmQuery query = VmQuery.all().grouped(VmQuery.BY_SITE);
    List<String> sites = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    Map<String, Integer> totals = new HashMap<>();
    for (int number = 1; number <= view.vms(query).pages(); number++) {
      Page<VmRow> page = view.vms(query.paged(number, 100));
      for (VmTree.Branch branch : view.tree(query, page).branches()) {
        assertThat(branch.rows()).isNotEmpty().allMatch(vm -> vm.site().equals(branch.site().name()));
        totals.put(branch.site().name(), branch.total());
        branch.rows().forEach(vm -> assertThat(seen.add(vm.ref())).isTrue());
        if (sites.isEmpty() || !sites.getLast().equals(branch.site().name())) {
          sites.add(branch.site().name());
        }
      }
    }
    assertThat(seen).hasSize(view.vms().size());
    assertThat(sites).isEqualTo(view.siteRows().stream().map(SiteRow::name).toList());
    assertThat(sites.getFirst()).as("a change failed there").isEqualTo("busan-010");
    assertThat(totals.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(view.vms().size());
  }

  @Test
  void siteThatNeedsNobodyComesAfterAllThatDo() {
    List<Boolean> needs = view.siteRows().stream().map(SiteRow::needsPerson).toList();
    assertThat(needs).contains(true, false);
    assertThat(needs.lastIndexOf(true)).isLessThan(needs.indexOf(false));
    assertThat(view.siteRows().stream().flatMap(site -> site.needing().stream())).hasSameSizeAs(view.attention());
    assertThat(view.siteRows().stream().flatMap(site -> site.silent().stream())).hasSameSizeAs(view.silent());
  }

  private VmQuery labelled(String... conditions) {
    return VmQuery.all().withLabels(LabelSelector.parse(Arrays.asList(conditions)));
  }

  private List<VmRow> rows(VmQuery query) {
    return view.vms(query.size() == 1000 ? query : query.paged(1, 1000)).rows();
  }
}
