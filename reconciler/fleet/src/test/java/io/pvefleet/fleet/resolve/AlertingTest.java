package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Alerting.Limit;
import io.pvefleet.fleet.model.Alerting.Rule;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertingTest {

  @Test
  void whatIsNotSaidHasItsDefault() {
    DesiredFleet fleet = load("{}", "{}");
    for (Rule rule : Rule.values()) {
      assertThat(limit(fleet, rule, "pos")).as(rule.key()).isEqualTo(rule.byDefault());
    }
    assertThat(limit(fleet, Rule.CPU, "")).isEqualTo(new Limit(true, 90, Duration.ofMinutes(15), Severity.WARNING));
    assertThat(limit(fleet, Rule.VM_MEMORY, "pos").isOn()).isFalse();
  }

  @Test
  void figuresAreMergedOneByOneAndTheRestIsLeftAsItWas() {
    DesiredFleet fleet = load("{cpu: {above: 80}, certificate: {days: 14, severity: critical}}", "{cpu: {for: 1h}}");
    assertThat(limit(fleet, Rule.CPU, "")).isEqualTo(new Limit(true, 80, Duration.ofHours(1), Severity.WARNING));
    assertThat(limit(fleet, Rule.CERTIFICATE, "")).isEqualTo(new Limit(true, 14, Duration.ZERO, Severity.CRITICAL));
    assertThat(fleet.settings().alerting().limit(Rule.CPU)).isEqualTo(new Limit(true, 80, Duration.ofMinutes(15), Severity.WARNING));
  }

  @Test
  void siteGoesOverFleetAndInEachTheRoleOverTheRest() {
    String fleetRole = "{drift: {for: 24h}, roles: {pos: {drift: {for: 1h}}}}";
    assertThat(lasting(load("{drift: {for: 20h}}", "{}"), "pos")).isEqualTo(Duration.ofHours(20));
    assertThat(lasting(load(fleetRole, "{}"), "pos")).isEqualTo(Duration.ofHours(1));
    assertThat(lasting(load(fleetRole, "{}"), "kiosk")).isEqualTo(Duration.ofHours(24));
    assertThat(lasting(load(fleetRole, "{drift: {for: 48h}}"), "pos")).isEqualTo(Duration.ofHours(48));
    assertThat(lasting(load(fleetRole, "{drift: {for: 48h}, roles: {pos: {drift: {for: 2h}}}}"), "pos")).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void eachRuleCanBeSwitchedOffAndOnAgainWithItsFigures() {
    DesiredFleet fleet = load("{hostOffline: {for: 10m}, drift: false, vmCpu: false}",
        "{hostOffline: false, drift: true, vmCpu: {above: 50}}");
    assertThat(fleet.settings().alerting().limit(Rule.HOST_OFFLINE).isOn()).isTrue();
    assertThat(limit(fleet, Rule.HOST_OFFLINE, "").isOn()).isFalse();
    assertThat(limit(fleet, Rule.DRIFT, "pos")).isEqualTo(Rule.DRIFT.byDefault());
    assertThat(limit(fleet, Rule.VM_CPU, "pos")).isEqualTo(new Limit(true, 50, Duration.ofMinutes(30), Severity.WARNING));
  }

  @Test
  void everyMistakeIsToldWithItsPlaceAndWhatToDo() {
    FleetFixture wrong = fixture(
        "{cpu: {above: 100}, memmory: {above: 90}, drift: off, hostOffline: {for: soon}, certificate: {days: 0}}",
        "{commitRejected: false, storage: {over: 90}, token: null, roles: {pos: {hostOffline: false}}}");
    assertThat(wrong.findings()).containsExactly(
        "error PVF-0113 fleet.yaml:4:30 spec.alerts.cpu.above",
        "error PVF-0110 fleet.yaml:4:36 spec.alerts.memmory",
        "error PVF-0111 fleet.yaml:4:65 spec.alerts.drift",
        "error PVF-0112 fleet.yaml:4:89 spec.alerts.hostOffline.for",
        "error PVF-0113 fleet.yaml:4:116 spec.alerts.certificate.days",
        "error PVF-0110 sites/seoul-001/site.yaml:4:17 spec.alerts.commitRejected",
        "error PVF-0110 sites/seoul-001/site.yaml:4:50 spec.alerts.storage.over",
        "error PVF-0115 sites/seoul-001/site.yaml:4:61 spec.alerts.token",
        "error PVF-0110 sites/seoul-001/site.yaml:4:88 spec.alerts.roles.pos.hostOffline");
    assertThat(wrong.load().diagnostics()).extracting(d -> d.remedy()).contains(
        "Did you mean \"memory\"?", "Use a number of this range.", "Write true or false or a mapping.");
  }

  @Test
  void whatLastsLongerThanAYearIsRefused() {
    assertThat(fixture("{drift: {for: 8761h}}", "{}").findings())
        .containsExactly("error PVF-0113 fleet.yaml:4:30 spec.alerts.drift.for");
    assertThat(fixture("{}", "{drift: {for: 8760h}}").load().diagnostics()).isEmpty();
  }

  @Test
  void roleThatNoVmHasIsAWarningWithWhatMayBeMeant() {
    FleetFixture misspelt = fixture("{roles: {poss: {drift: false}, other: {drift: false}}}", "{roles: {pos: {drift: false}}}");
    assertThat(misspelt.findings()).containsExactly("warning PVF-0145 fleet.yaml:4:25 spec.alerts.roles.poss");
    assertThat(misspelt.load().diagnostics()).extracting(d -> d.remedy()).containsExactly("Did you mean \"pos\"?");
  }

  private static Duration lasting(DesiredFleet fleet, String role) {
    return limit(fleet, Rule.DRIFT, role).lasting();
  }

  /** For a VM of the site with that role, or for its host where the role is empty. */
  private static Limit limit(DesiredFleet fleet, Rule rule, String role) {
    Alerting site = fleet.sites().getFirst().alerting();
    return fleet.settings().alerting().limit(rule, site, Optional.of(role).filter(r -> !r.isEmpty()));
  }

  private static DesiredFleet load(String fleet, String site) {
    FleetLoad load = fixture(fleet, site).load();
    assertThat(load.diagnostics()).isEqualTo(List.of());
    return load.fleet().orElseThrow();
  }

  private static FleetFixture fixture(String fleet, String site) {
    return FleetFixture.empty()
        .file("fleet.yaml", """
            apiVersion: pvefleet/v1
            kind: Fleet
            metadata: {name: pharmacies}
            spec: {alerts: %s}
            """.formatted(fleet))
        .file("sites/seoul-001/site.yaml", """
            apiVersion: pvefleet/v1
            kind: Site
            metadata: {name: seoul-001}
            spec: {alerts: %s}
            ---
            apiVersion: pvefleet/v1
            kind: Host
            metadata: {name: seoul-001}
            spec: {endpoint: "https://100.64.0.10:8006", tokenRef: env:TOKEN}
            """.formatted(site))
        .file("sites/seoul-001/vms.yaml", """
            apiVersion: pvefleet/v1
            kind: Guest
            metadata: {name: pos-01, labels: {role: pos}}
            spec: {vmid: 102}
            ---
            apiVersion: pvefleet/v1
            kind: Guest
            metadata: {name: kiosk-01, labels: {role: kiosk}}
            spec: {vmid: 103}
            """);
  }
}
