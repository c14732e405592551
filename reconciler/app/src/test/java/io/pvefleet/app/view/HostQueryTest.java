package io.pvefleet.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.web.SampleFleet;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostQueryTest {
  private final FleetView view = SampleFleet.troubled(Clock.fixed(SampleFleet.NOW, ZoneOffset.UTC), 100, 10).view();

  @Test
  void everyStateOfAHostOccursAndEachCountLeadsToAsManyRows() {
    for (HostState state : HostState.values()) {
      assertThat(view.hosts(HostQuery.all().withState(state.word())).total()).as(state.word()).isEqualTo(view.count(state)).isPositive();
    }
  }

  @Test
  void hostsThatNeedAPersonAreTheSilentOnesAndThoseWithAVmThatNeedsOne() {
    assertThat(names(HostQuery.all().withState(HostQuery.ATTENTION)))
        .containsExactlyInAnyOrderElementsOf(
            view.siteRows().stream().filter(SiteRow::needsPerson).flatMap(site -> site.hosts().stream()).map(HostRow::name).toList())
        .contains("suwon-008", "busan-010")
        .doesNotContain("daejeon-021");
  }

  @Test
  void eachTroubleIsAskedForAlone() {
    for (Trouble trouble : Trouble.values()) {
      assertThat(names(HostQuery.all().withTrouble(trouble))).as(trouble.word()).isNotEmpty().hasSizeLessThan(60);
    }
    assertThat(names(HostQuery.all().withTrouble(Trouble.STORAGE))).containsExactly("busan-010");
    assertThat(names(HostQuery.all().withTrouble(Trouble.CERTIFICATE))).containsExactlyInAnyOrder("busan-002", "incheon-004");
    assertThat(names(HostQuery.all().withTrouble(Trouble.TOKEN))).containsExactly("daejeon-005");
  }

  @Test
  void everyColumnIsAnOrderOfAllHosts() {
    for (String sort : HostQuery.SORTS) {
      List<String> up = names(HostQuery.all().sorted(sort));
      assertThat(up).as(sort).hasSize(100).doesNotHaveDuplicates();
      assertThat(names(HostQuery.all().sorted("-" + sort))).as(sort).isEqualTo(up.reversed());
    }
    assertThat(names(HostQuery.all().sorted("storage"))).first().isEqualTo("busan-010");
    assertThat(names(HostQuery.all().sorted("certificate"))).first().isEqualTo("busan-002");
    assertThat(names(HostQuery.all().sorted("pin"))).first().isEqualTo("incheon-004");
    assertThat(view.hosts(HostQuery.all().sorted("-version")).rows().getFirst().pveVersion()).isEqualTo("9.1.2");
  }

  @Test
  void versionIsAskedForByHowItBegins() {
    assertThat(view.hosts(HostQuery.all().withVersion("9")).rows()).isNotEmpty().allMatch(h -> h.pveVersion().startsWith("9."));
    assertThat(names(HostQuery.all().withVersion("9.1.2"))).isNotEmpty();
    assertThat(names(HostQuery.all().withVersion("9.1.20"))).isEmpty();
    assertThat(names(HostQuery.all().withVersion("9.")).size()).isZero();
  }

  @Test
  void figureIsOverItsLimitAsTheFleetOrTheSiteSaysIt() {
    HostRow full = view.host("busan-010").orElseThrow();
    Gauge storage = view.gauges().storage(full).orElseThrow();
    assertThat(storage.name()).isEqualTo("local-lvm");
    assertThat(storage.isOver()).isTrue();
    assertThat(storage.percent()).isBetween(98, 99);
    assertThat(view.gauges().storages(full)).anyMatch(gauge -> !gauge.isOver());
    assertThat(view.gauges().memory(view.host("busan-034").orElseThrow()).orElseThrow().limit()).hasValue(95);
  }

  private List<String> names(HostQuery query) {
    return view.hosts(query).rows().stream().map(HostRow::name).toList();
  }
}
