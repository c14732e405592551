package io.pvefleet.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.web.SampleFleet;
import io.pvefleet.engine.plan.VmState;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetViewTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);

  private final TestClock clock = new TestClock(SampleFleet.NOW);
  private final FleetBoard board = SampleFleet.troubled(clock, 40, 7);

  @Test
  void factsOlderThanTwoIntervalsAreNotCheckedAndKeepWhatWasLastSeen() {
    HostRow seen = online(board.view());
    VmRow fine = seen.vms().stream().filter(vm -> vm.state() == VmState.IN_SYNC).findFirst().orElseThrow();
    clock.set(seen.seenAt().orElseThrow().plus(INTERVAL.multipliedBy(2)));
    assertThat(vm(fine).state()).isEqualTo(VmState.IN_SYNC);

    clock.pass(Duration.ofSeconds(1));
    assertThat(vm(fine).state()).isEqualTo(VmState.NOT_CHECKED);
    assertThat(vm(fine).lastState()).isEqualTo(VmState.IN_SYNC);
    assertThat(vm(fine).checkedAt()).isEqualTo(fine.checkedAt());
    assertThat(vm(fine).power()).isEqualTo(fine.power());
    assertThat(board.view().host(seen.name()).orElseThrow().state()).isNotEqualTo(HostState.ONLINE);
  }

  @Test
  void everyVmIsCountedOnceAndEachCountLeadsToAsManyRows() {
    FleetView view = board.view();
    int sum = 0;
    for (VmState state : VmState.values()) {
      sum += view.count(state);
      assertThat(view.vms(VmQuery.all().withState(state.word())).total()).as(state.word()).isEqualTo(view.count(state));
    }
    assertThat(sum).isEqualTo(view.vms().size());
    assertThat(view.declared()).isEqualTo(280);
    assertThat(view.vms(VmQuery.all().withState(VmQuery.ATTENTION)).total()).isEqualTo(view.attention().size()).isPositive();
  }

  @Test
  void pagesTogetherHoldEveryVmOnce() {
    FleetView view = board.view();
    Set<Object> seen = new HashSet<>();
    int rows = 0;
    Page<VmRow> page = view.vms(query("", "host", 1, 50));
    for (int number = 1; number <= page.pages(); number++) {
      List<VmRow> part = view.vms(query("", "host", number, 50)).rows();
      rows += part.size();
      part.forEach(vm -> seen.add(vm.ref()));
    }
    assertThat(rows).isEqualTo(view.vms().size()).isEqualTo(seen.size());
    assertThat(view.vms(query("", "host", 99, 50)).number()).isEqualTo(page.pages());
  }

  @Test
  void wordsMustAllOccurInWhateverCase() {
    FleetView view = board.view();
    assertThat(view.vms(query("SEOUL-001 pos", "name", 1, 50)).rows())
        .isNotEmpty()
        .allMatch(vm -> vm.ref().host().equals("seoul-001") && vm.role().equals("pos"));
    assertThat(view.vms(query("seoul-001 nothing-is-called-so", "name", 1, 50)).rows()).isEmpty();
    assertThat(view.vms(query("부산", "name", 1, 50)).rows()).isNotEmpty().allMatch(vm -> vm.ref().host().startsWith("busan"));
  }

  @Test
  void sortsAreTotalAndAMinusTurnsThemRound() {
    FleetView view = board.view();
    Comparator<VmRow> byName = Comparator.comparing(vm -> vm.ref().name());
    assertThat(view.vms(query("", "name", 1, 200)).rows()).isSortedAccordingTo(byName.thenComparing(VmRow::ref));
    List<VmRow> up = view.vms(query("", "vmid", 1, 500)).rows();
    List<VmRow> down = view.vms(query("", "-vmid", 1, 500)).rows();
    assertThat(down).isEqualTo(up.reversed());
    assertThat(view.vms(VmQuery.all()).rows()).isSortedAccordingTo(Comparator.comparingInt(vm -> Urgency.of(vm.state())));
  }

  @Test
  void nothingLearnedWithinASecondIsTheSameView() {
    FleetView view = board.view();
    assertThat(board.view()).isSameAs(view);
    board.doing("seoul-001", 101, "Start");
    assertThat(board.view().vm("seoul-001", 101).orElseThrow().state()).isEqualTo(VmState.PROGRESSING);
    assertThat(view.vm("seoul-001", 101).orElseThrow().state()).isNotEqualTo(VmState.PROGRESSING);
  }

  @Test
  void hostThatFailsIsOfflineOneThatIsNotAskedIsStaleAndOneThatWasNeverReadIsNotChecked() {
    clock.set(SampleFleet.NOW.plusSeconds(1));
    assertThat(host("suwon-008").state()).isEqualTo(HostState.OFFLINE);
    clock.set(SampleFleet.NOW.plusSeconds(600));
    assertThat(host("seoul-001").state()).isEqualTo(HostState.STALE);
    assertThat(host("seoul-001").since()).contains(host("seoul-001").seenAt().orElseThrow().plus(INTERVAL.multipliedBy(2)));
    FleetBoard fresh = SampleFleet.board(clock);
    fresh.declare(board.view().settings(), List.of(new DeclaredHost(host("seoul-001").host(), host("seoul-001").site(), List.of())));
    assertThat(fresh.view().host("seoul-001").orElseThrow().state()).isEqualTo(HostState.NOT_CHECKED);
  }

  @Test
  void maintenanceIsWhatItsHostIsUntilItEndsAndItsFactsGoOnBeingJudgedByTheirAge() {
    HostRow host = host("daejeon-021");
    assertThat(host.state()).isEqualTo(HostState.MAINTENANCE);
    assertThat(host.isFresh()).isTrue();
    assertThat(host.count(VmState.NOT_CHECKED)).isZero();
    clock.set(SampleFleet.NOW.plusSeconds(600));
    assertThat(host("daejeon-021").state()).isEqualTo(HostState.MAINTENANCE);
    assertThat(host("daejeon-021").contact()).isEqualTo(HostState.STALE);
    assertThat(host("daejeon-021").counts().keySet()).containsExactly(VmState.NOT_CHECKED);
    assertThat(board.view().silent()).doesNotContain(host("daejeon-021"));
    clock.set(SampleFleet.NOW.plusSeconds(7200));
    assertThat(host("daejeon-021").state()).isEqualTo(HostState.STALE);
  }

  private HostRow host(String name) {
    return board.view().host(name).orElseThrow();
  }

  private VmRow vm(VmRow row) {
    return board.view().vm(row.ref().host(), row.ref().vmid()).orElseThrow();
  }

  private static HostRow online(FleetView view) {
    return view.hosts().stream().filter(host -> host.state() == HostState.ONLINE).findFirst().orElseThrow();
  }

  private static VmQuery query(String words, String sort, int page, int size) {
    return VmQuery.all().withWords(words).sorted(sort).paged(page, size);
  }
}
