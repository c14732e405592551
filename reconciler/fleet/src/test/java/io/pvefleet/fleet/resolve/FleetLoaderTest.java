package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.Host;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetLoaderTest {

  @Test
  void fleetSiteHostAndGuestAreLoaded() {
    FleetLoad load = FleetFixture.oneHost().guest("vms.yaml", "pos-01", "{vmid: 102, memory: 4GiB}").load();

    assertThat(load.diagnostics()).isEmpty();
    DesiredFleet fleet = load.fleet().orElseThrow();
    assertThat(fleet.settings().interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(fleet.sites()).singleElement().satisfies(site -> {
      assertThat(site.displayName()).isEqualTo("서울 1호점");
      assertThat(site.timeZone().getId()).isEqualTo("Asia/Seoul");
    });
    assertThat(fleet.hosts()).singleElement().satisfies(host -> {
      assertThat(host.endpoint()).hasToString("https://100.64.0.10:8006");
      assertThat(host.site()).isEqualTo("seoul-001");
      assertThat(host.mode()).isEqualTo(Host.Mode.ENFORCE);
    });
    assertThat(fleet.guests()).singleElement().satisfies(guest -> {
      assertThat(guest.host()).isEqualTo("seoul-001");
      assertThat(guest.envelope().name()).isEqualTo("pos-01");
    });
  }

  @Test
  void allErrorsOfAllFilesAreToldAtOnce() {
    assertThat(FleetFixture.oneHost()
        .guest("a.yaml", "pos-01", "{vmid: 102, memry: 4GiB}")
        .guest("b.yaml", "pos-02", "{vmid: many, power: on, host: busan}")
        .file("sites/seoul-001/c.yaml", "kind: [unclosed")
        .findings()).containsExactly(
            "error PVF-0110 sites/seoul-001/a.yaml:4:19 spec.memry",
            "error PVF-0111 sites/seoul-001/b.yaml:4:14 spec.vmid",
            "error PVF-0112 sites/seoul-001/b.yaml:4:27 spec.power",
            "error PVF-0120 sites/seoul-001/b.yaml:4:37 spec.host",
            "error PVF-0101 sites/seoul-001/c.yaml:1:16 ");
  }

}
