package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.yaml.YamlWriter;
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


  @Test
  void orderOfFilesAndDocumentsDoesNotMatter() {
    FleetLoad one = FleetFixture.oneHost().guest("a.yaml", "pos-02", "{vmid: 103}").guest("b.yaml", "pos-01", "{vmid: 102}").load();
    FleetLoad two = FleetFixture.empty().guest("z.yaml", "pos-01", "{vmid: 102}").guest("y.yaml", "pos-02", "{vmid: 103}")
        .file("zz/fleet.yml", FleetFixture.FLEET).file("sites/seoul-001/zzz.yaml", FleetFixture.SITE).load();
    assertThat(names(one)).isEqualTo(names(two)).containsExactly("seoul-001/pos-01", "seoul-001/pos-02");
  }

  @Test
  void nullWinsAsAValueAndListsReplace() {
    FleetLoad load = FleetFixture.oneHost()
        .profile("base", "{memory: 2GiB, tags: [a, b], disks: {scsi0: {storage: local, size: 8GiB}, scsi1: {storage: local}}}")
        .guest("vms.yaml", "pos-01", "{vmid: 102, profiles: [base], memory: null, tags: [c], disks: {scsi0: {size: 9GiB}, scsi1: null}}")
        .load();

    assertThat(YamlWriter.write(load.fleet().orElseThrow().guests().getFirst().spec())).isEqualTo("""
        memory: null
        tags: [c]
        disks:
          scsi0:
            storage: local
            size: 9GiB
          scsi1: null
        vmid: 102
        """);
  }

  @Test
  void sharedBaseIsMergedOnceAndBeforeThoseThatNameIt() {
    ResolvedDocument guest = FleetFixture.oneHost()
        .profile("base", "{memory: 1GiB, power: stopped}")
        .profile("big", "{profiles: [base], memory: 9GiB}")
        .profile("live", "{profiles: [base], power: running}")
        .guest("vms.yaml", "pos-01", "{vmid: 102, profiles: [big, live]}").load().fleet().orElseThrow().guests().getFirst();
    assertThat(guest.profiles()).containsExactly("base", "big", "live");
    assertThat(YamlWriter.write(guest.spec())).isEqualTo("memory: 9GiB\npower: running\nvmid: 102\n");
  }

  @Test
  void cycleOfProfilesIsToldOnceWithItsChain() {
    FleetFixture fixture = FleetFixture.oneHost()
        .profile("a", "{profiles: [b]}").profile("b", "{profiles: [c]}").profile("c", "{profiles: [a]}")
        .profile("self", "{profiles: [self]}")
        .guest("a.yaml", "pos-01", "{vmid: 102, profiles: [c]}").guest("b.yaml", "pos-02", "{vmid: 103, profiles: [b]}");
    assertThat(fixture.findings()).containsExactly(
        "error PVF-0122 profiles/a.yaml:4:19 spec.profiles", "error PVF-0122 profiles/self.yaml:4:19 spec.profiles");
    assertThat(fixture.load().diagnostics().getFirst().detail()).endsWith("in a circle: a -> b -> c -> a.");
  }

  @Test
  void requiredKeysMayComeFromAProfileButTheIdentityMayNot() {
    assertThat(FleetFixture.oneHost().profile("disk", "{disks: {scsi0: {storage: local}}}")
        .guest("vms.yaml", "pos-01", "{vmid: 102, profiles: [disk], disks: {scsi0: {size: 9GiB}}}").findings()).isEmpty();
    assertThat(FleetFixture.oneHost().guest("vms.yaml", "pos-01", "{vmid: 102, disks: {scsi0: {size: 9GiB}}}").findings())
        .containsExactly("error PVF-0114 sites/seoul-001/vms.yaml:4:34 spec.disks.scsi0.storage");
    assertThat(FleetFixture.oneHost().profile("id", "{vmid: 102}").guest("vms.yaml", "pos-01", "{profiles: [id]}").findings())
        .containsExactly("error PVF-0110 profiles/id.yaml:4:8 spec.vmid", "error PVF-0114 sites/seoul-001/vms.yaml:4:7 spec.vmid");
  }

  @Test
  void mistakeInAProfileIsToldOnceHoweverManyUseIt() {
    assertThat(FleetFixture.oneHost().profile("base", "{memory: lots}")
        .guest("a.yaml", "pos-01", "{vmid: 102, profiles: [base]}").guest("b.yaml", "pos-02", "{vmid: 103, profiles: [base]}").findings())
        .containsExactly("error PVF-0112 profiles/base.yaml:4:16 spec.memory");
  }

  @Test
  void duplicatesNameTheFirstPlace() {
    FleetFixture fixture = FleetFixture.oneHost()
        .guest("a.yaml", "pos-01", "{vmid: 102, mac: aa}").guest("b.yaml", "pos-01", "{vmid: 103}")
        .guest("c.yaml", "pos-03", "{vmid: 102}").guest("d.yaml", "pos-04", "{vmid: 104, mac: aa}")
        .file("two.yaml", FleetFixture.FLEET);
    assertThat(fixture.findings()).containsExactly(
        "error PVF-0123 sites/seoul-001/b.yaml:3:18 metadata.name",
        "error PVF-0124 sites/seoul-001/c.yaml:4:14 spec.vmid",
        "error PVF-0125 sites/seoul-001/d.yaml:4:24 spec.mac",
        "error PVF-0123 two.yaml:1:1 kind");
    assertThat(fixture.load().diagnostics().get(1).detail()).contains("seoul-001/pos-01").contains("a.yaml:4:14");
  }

  @Test
  void danglingReferencesSuggestWhatWasMeant() {
    FleetFixture fixture = FleetFixture.oneHost().profile("windows-pos", "{memory: 1GiB}")
        .guest("a.yaml", "pos-01", "{vmid: 102, profiles: [windows-po]}").guest("b.yaml", "pos-02", "{vmid: 103, host: seoul-01}");
    assertThat(fixture.findings()).containsExactly(
        "error PVF-0120 sites/seoul-001/a.yaml:4:30 spec.profiles", "error PVF-0120 sites/seoul-001/b.yaml:4:25 spec.host");
    assertThat(fixture.load().diagnostics()).extracting(d -> d.remedy())
        .containsExactly("Did you mean \"windows-pos\"?", "Did you mean \"seoul-001\"?");
  }

  @Test
  void referenceIntoABrokenFileIsNotCalledDangling() {
    assertThat(FleetFixture.oneHost()
        .file("profiles/base.yaml", "apiVersion: pvefleet/v1\nkind: Profile\nmetadata: {name: base}\nspec: {memory: [}\n")
        .guest("a.yaml", "pos-01", "{vmid: 102, profiles: [base]}").findings())
        .containsExactly("error PVF-0101 profiles/base.yaml:4:17 ");
  }

  @Test
  void guestWithoutAHostIsToldWhy() {
    assertThat(FleetFixture.oneHost().file("vms.yaml", """
        apiVersion: pvefleet/v1
        kind: Guest
        metadata: {name: pos-01}
        spec: {vmid: 102}
        """).findings()).containsExactly("error PVF-0121 vms.yaml:3:18 spec.host");
    FleetFixture twoHosts = FleetFixture.oneHost().file("sites/seoul-001/more.yaml", """
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: seoul-001b}
        spec: {endpoint: https://pve.example, tokenRef: file:/t}
        """).guest("a.yaml", "pos-01", "{vmid: 102}").guest("b.yaml", "pos-02", "{vmid: 103, host: seoul-001b}");
    assertThat(twoHosts.findings()).containsExactly("error PVF-0121 sites/seoul-001/a.yaml:3:18 spec.host");
    assertThat(twoHosts.load().diagnostics().getFirst().detail()).contains("several hosts: seoul-001, seoul-001b");
  }

  @Test
  void foreignFilesAreWarningsAndLaterKindsToo() {
    FleetFixture fixture = FleetFixture.oneHost()
        .file("compose.yaml", "services: {a: 1}\n").file("k8s.yaml", "apiVersion: v1\nkind: Pod\n").file("list.yaml", "- 1\n")
        .file("later.yaml", "apiVersion: pvefleet/v1\nkind: Schedule\nmetadata: {name: x}\n");
    assertThat(fixture.findings()).containsExactly("warning PVF-0105 compose.yaml:1:1 ", "warning PVF-0105 k8s.yaml:1:13 ",
        "warning PVF-0109 later.yaml:2:7 kind", "warning PVF-0105 list.yaml:1:1 ");
    assertThat(fixture.load().fleet()).isPresent();
  }

  @Test
  void misspeltVersionAndKindAreErrors() {
    FleetFixture fixture = FleetFixture.oneHost()
        .file("a.yaml", "apiVersion: pvefleet/v2\nkind: Guest\n").file("b.yaml", "apiVersion: pvfleet/v1\nkind: Guest\n")
        .file("c.yaml", "apiVersion: pvefleet/v1\nkind: Gest\n").file("d.yaml", "apiVersion: pvefleet/v1\n")
        .file("e.yaml", "kind: Profile\nmetadata: {name: x}\n");
    assertThat(fixture.findings()).containsExactly("error PVF-0106 a.yaml:1:13 apiVersion", "error PVF-0106 b.yaml:1:13 apiVersion",
        "error PVF-0108 c.yaml:2:7 kind", "error PVF-0114 d.yaml:1:1 kind", "error PVF-0114 e.yaml:1:1 apiVersion");
    assertThat(fixture.load().diagnostics().get(2).remedy()).isEqualTo("Did you mean \"Guest\"?");
    assertThat(fixture.load().fleet()).isEmpty();
  }

  @Test
  void emptyFleetIsRefused() {
    assertThat(FleetFixture.empty().findings()).containsExactly("error PVF-0127 - ");
    assertThat(FleetFixture.empty().file("fleet.yaml", FleetFixture.FLEET).findings()).containsExactly("error PVF-0127 - ");
    assertThat(FleetFixture.empty().file("sites/seoul-001/site.yaml", FleetFixture.SITE).findings()).containsExactly("warning PVF-0128 - ");
  }

  @Test
  void siteInTheFolderOfAnotherIsAnError() {
    assertThat(FleetFixture.empty().file("fleet.yaml", FleetFixture.FLEET).file("sites/busan/site.yaml", FleetFixture.SITE).findings())
        .containsExactly("error PVF-0126 sites/busan/site.yaml:3:18 metadata.name", "error PVF-0120 sites/busan/site.yaml:8:18 spec.site");
  }

  @Test
  void literalSecretIsRefusedAndNowhereRepeated() {
    String secret = "root@pam!x=0f3b6a1e-1111-2222-3333-444455556666";
    FleetFixture fixture = FleetFixture.empty().file("fleet.yaml", FleetFixture.FLEET)
        .file("sites/seoul-001/site.yaml", FleetFixture.SITE.replace("env:TOKEN", secret + ", mod: x"));
    FleetLoad load = fixture.load();
    assertThat(load.diagnostics()).extracting(d -> d.code().id()).containsExactly("PVF-0130", "PVF-0110");
    assertThat(load.diagnostics().toString()).doesNotContain("0f3b6a1e");
    assertThat(DiagnosticText.render(load.diagnostics(), Sources.of(fixture.tree().files()), DiagnosticText.Colour.NEVER))
        .doesNotContain("0f3b6a1e").contains("PVF-0130");
  }

  private static java.util.List<String> names(FleetLoad load) {
    return load.fleet().orElseThrow().guests().stream().map(guest -> guest.host() + "/" + guest.envelope().name()).toList();
  }
}
