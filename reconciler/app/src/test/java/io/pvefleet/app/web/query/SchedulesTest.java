package io.pvefleet.app.web.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.Source;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.WeekSpan;
import io.pvefleet.fleet.model.Window;
import io.pvefleet.fleet.resolve.DesiredFleet;
import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is open when: by the clock on the wall of each site. */
class SchedulesTest {
  private static final Place PLACE = new Place("schedules/night.yaml", 1, 1);

  @Test
  void aWindowWithoutAZoneIsThereOnceForEachClockOfItsSites() {
    List<Schedules.OfWindow> rows = at("2026-11-22T17:30:00Z", window("Mon-Sat 02:00-05:00"), "Asia/Seoul", "Europe/Berlin");
    assertThat(rows).extracting(row -> row.zone().getId()).containsExactly("Asia/Seoul", "Europe/Berlin");
    assertThat(rows.getFirst().until()).as("02:30 on Monday in Seoul").hasValue(Instant.parse("2026-11-22T20:00:00Z"));
    assertThat(rows.getLast().until()).isEmpty();
    assertThat(rows.getLast().next()).as("Monday in Berlin").hasValue(Instant.parse("2026-11-23T01:00:00Z"));
    assertThat(rows.getLast().sites()).extracting(Site::name).containsExactly("site-1");
  }

  @Test
  void aWindowThatGoesPastMidnightIsOpenOnTheMorningAfter() {
    Schedules.OfWindow row = at("2026-11-22T17:30:00Z", window("Sun 22:00-04:00"), "Asia/Seoul").getFirst();
    assertThat(row.until()).as("02:30 on Monday").hasValue(Instant.parse("2026-11-22T19:00:00Z"));
    assertThat(row.next()).as("the next Sunday").hasValue(Instant.parse("2026-11-29T13:00:00Z"));
  }

  @Test
  void anHourThatTheClockLeavesOutDoesNotOpen() {
    // Berlin puts its clock forward on 2027-03-28 at 02:00; there is no 02:00 to 03:00 on that day.
    Schedules.OfWindow row = at("2027-03-27T12:00:00Z", window("Sun 02:00-03:00"), "Europe/Berlin").getFirst();
    assertThat(row.next()).hasValue(Instant.parse("2027-04-04T00:00:00Z"));
  }

  @Test
  void openingHoursAreTheSitesOwn() {
    FleetBoard board = board("2026-11-23T00:30:00Z", List.of(window("Sun 02:00-03:00")), "Asia/Seoul", "UTC");
    List<Schedules.Hours> hours = Schedules.hours(board.view());
    assertThat(hours).hasSize(2);
    assertThat(hours.getFirst().until()).as("09:30 in Seoul").hasValue(Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(hours.getLast().until()).isEmpty();
    assertThat(hours.getLast().next()).hasValue(Instant.parse("2026-11-23T09:00:00Z"));
  }

  private static List<Schedules.OfWindow> at(String now, Window window, String... zones) {
    return Schedules.windows(board(now, List.of(window), zones).view());
  }

  private static Window window(String time) {
    return new Window("night", List.of(), Map.of(), Map.of(), List.of(WeekSpan.parse(time)), Optional.empty(), PLACE);
  }

  private static FleetBoard board(String now, List<Window> windows, String... zones) {
    FleetSettings settings = new FleetSettings("test", Duration.ofSeconds(60), ZoneId.of("Asia/Seoul"), FleetSettings.Limits.DEFAULT);
    List<DesiredHost> hosts = new java.util.ArrayList<>();
    for (int i = 0; i < zones.length; i++) {
      Site site = new Site("site-" + i, "Site " + i, ZoneId.of(zones[i]), "Mon-Sat 09:00-21:00", Map.of(), PLACE);
      Host host = new Host("host-" + i, site.name(), URI.create("https://10.0.0." + (i + 1) + ":8006"), Optional.empty(),
          new Host.Tls.SystemTrust(), new SecretRef("env:TOKEN"), Host.Mode.ENFORCE, Optional.empty(), Map.of(), PLACE);
      hosts.add(new DesiredHost(host, site, List.of(), windows));
    }
    FleetBoard board = new FleetBoard(Clock.fixed(Instant.parse(now), ZoneOffset.UTC), Source.of("https://github.com/ops/fleet"), settings);
    board.declare(new EngineFleet(new DesiredFleet("abc", settings, hosts.stream().map(DesiredHost::site).toList(),
        hosts.stream().map(DesiredHost::host).toList(), List.of(), List.of(), windows), hosts));
    return board;
  }
}
