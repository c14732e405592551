package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.Window;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void aWindowIsReadWithAllItsParts() {
    Window window = window(fleet("""
        sites: {names: [seoul-001], labels: {region: [capital, south]}}
        vms: {labels: {role: [server, pos]}}
        times: ["Mon-Sat 02:00-05:00", "Sun 22:00-04:00"]
        timeZone: Europe/Berlin
        """));

    assertThat(window.name()).isEqualTo("night");
    assertThat(window.sites()).containsExactly("seoul-001");
    assertThat(window.siteLabels()).isEqualTo(Map.of("region", List.of("capital", "south")));
    assertThat(window.vmLabels()).isEqualTo(Map.of("role", List.of("server", "pos")));
    assertThat(window.times()).extracting(Object::toString)
        .containsExactly("Mon,Tue,Wed,Thu,Fri,Sat 02:00-05:00", "Sun 22:00-04:00");
    assertThat(window.timeZone()).contains(ZoneId.of("Europe/Berlin"));
    assertThat(window.place()).hasToString("schedules/night.yaml:1:1");
  }

  @Test
  void withoutSelectionItIsAboutEverySiteAndTheSitesOwnClock() {
    FleetLoad load = fleet("times: [\"Sun 02:00-05:00\"]").load();
    Window window = load.fleet().orElseThrow().windows().getFirst();
    Site site = load.fleet().orElseThrow().sites().getFirst();

    assertThat(window.isOf(site)).isTrue();
    assertThat(window.timeZone()).isEmpty();
    assertThat(window.isOf(Map.of("role", "pos"), load.fleet().orElseThrow().hosts().getFirst(), site)).isTrue();
  }

  @Test
  void labelsOfAVmAreTakenFromItsHostAndSiteWhereItHasNone() {
    FleetLoad load = fleet("vms: {labels: {ring: pilot, region: capital}}\ntimes: [\"Sun 02:00-05:00\"]").load();
    Window window = load.fleet().orElseThrow().windows().getFirst();
    Site site = load.fleet().orElseThrow().sites().getFirst();

    assertThat(window.isOf(Map.of("ring", "pilot"), load.fleet().orElseThrow().hosts().getFirst(), site)).isTrue();
    assertThat(window.isOf(Map.of("ring", "broad"), load.fleet().orElseThrow().hosts().getFirst(), site)).isFalse();
    assertThat(window.isOf(Map.of("ring", "pilot", "region", "other"), load.fleet().orElseThrow().hosts().getFirst(), site)).isFalse();
  }

  @Test
  void aWindowInTheFolderOfASiteIsAboutThatSite() {
    FleetLoad load = guests().file("sites/seoul-001/window.yaml", document("times: [\"Sun 02:00-05:00\"]")).load();

    assertThat(load.diagnostics()).isEmpty();
    assertThat(load.fleet().orElseThrow().windows().getFirst().sites()).containsExactly("seoul-001");
  }

  @Test
  void aWindowWithoutLengthIsRefused() {
    assertThat(fleet("times: [\"Sun 02:00-05:00\", \"Sun 22:00-22:00\"]").findings())
        .containsExactly("error PVF-0137 schedules/night.yaml:5:30 spec.times[1]");
  }

  @Test
  void timesAndZonesThatDoNotExistAreRefused() {
    assertThat(fleet("times: [\"Sun 25:00-26:00\", \"Someday 01:00-02:00\"]\ntimeZone: Asia/Soul").findings()).containsExactly(
        "error PVF-0112 schedules/night.yaml:5:11 spec.times[0]", "error PVF-0112 schedules/night.yaml:5:30 spec.times[1]");
    assertThat(fleet("times: [\"Sun 01:00-02:00\"]\ntimeZone: Asia/Soul").findings())
        .containsExactly("error PVF-0133 schedules/night.yaml:6:13 spec.timeZone");
    assertThat(fleet("sites: {}").findings()).containsExactly("error PVF-0114 schedules/night.yaml:5:3 spec.times");
  }

  @Test
  void sitesMustExistAndLabelsShould() {
    assertThat(fleet("sites: {names: [seoul-01]}\ntimes: [\"Sun 02:00-05:00\"]").findings())
        .containsExactly("error PVF-0120 schedules/night.yaml:5:19 spec.sites.names[0]");
    FleetFixture unused = fleet("sites: {labels: {rigion: x}}\nvms: {labels: {rol: pos}}\ntimes: [\"Sun 02:00-05:00\"]");
    assertThat(unused.findings()).containsExactly(
        "warning PVF-0139 schedules/night.yaml:5:20 spec.sites.labels.rigion",
        "warning PVF-0139 schedules/night.yaml:6:18 spec.vms.labels.rol");
    assertThat(unused.load().diagnostics()).extracting(d -> d.remedy())
        .containsExactly("Did you mean \"region\"?", "Did you mean \"role\"?");
  }

  @Test
  void namesOfWindowsAreUnique() {
    assertThat(fleet("times: [\"Sun 02:00-05:00\"]").file("schedules/two.yaml", document("times: [\"Sun 02:00-05:00\"]")).findings())
        .containsExactly("error PVF-0123 schedules/two.yaml:3:18 metadata.name");
  }

  private static Window window(FleetFixture fixture) {
    FleetLoad load = fixture.load();
    assertThat(load.diagnostics()).isEmpty();
    return load.fleet().orElseThrow().windows().getFirst();
  }

  private static FleetFixture guests() {
    return FleetFixture.oneHost()
        .file("sites/seoul-001/site.yaml", FleetFixture.SITE.replaceFirst("name: seoul-001", "name: seoul-001, labels: {region: capital}"))
        .file("sites/seoul-001/vms.yaml", """
            apiVersion: pvefleet/v1
            kind: Guest
            metadata: {name: pos-01, labels: {role: pos, ring: pilot}}
            spec: {vmid: 102}
            """);
  }

  private static FleetFixture fleet(String spec) {
    return guests().file("schedules/night.yaml", document(spec));
  }

  private static String document(String spec) {
    return "apiVersion: pvefleet/v1\nkind: Window\nmetadata: {name: night}\nspec:\n" + spec.indent(2);
  }
}
