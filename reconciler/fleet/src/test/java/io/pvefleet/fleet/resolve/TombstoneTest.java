package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.Tombstone;
import org.junit.jupiter.api.Test;

class TombstoneTest {

  @Test
  void aTombstoneIsReadWithAllItsParts() {
    FleetLoad load = fleet(tombstone("a", "seoul-001", 999, "pos-09")).load();

    assertThat(load.diagnostics()).isEmpty();
    assertThat(load.fleet().orElseThrow().tombstones()).singleElement().satisfies(tombstone -> {
      assertThat(tombstone).extracting(Tombstone::id, Tombstone::host, Tombstone::vmid, Tombstone::name, Tombstone::reason)
          .containsExactly("a", "seoul-001", 999, "pos-09", "Given up");
      assertThat(tombstone.place()).hasToString("removed/t.yaml:1:1");
    });
  }

  @Test
  void aTombstoneOfAHostThatDoesNotExistIsAnError() {
    assertThat(fleet(tombstone("a", "seoul-01", 999, "pos-09")).findings())
        .containsExactly("error PVF-0120 removed/t.yaml:6:9 spec.host");
  }

  @Test
  void aTombstoneOfADeclaredVmIsAnError() {
    assertThat(fleet(tombstone("a", "seoul-001", 101, "kiosk-01")).findings())
        .containsExactly("error PVF-0140 removed/t.yaml:7:9 spec.vmid");
  }

  @Test
  void aTombstoneOfAnotherNameThanTheVmidHasInGitIsAnError() {
    assertThat(fleet(tombstone("a", "seoul-001", 101, "pos-09")).findings())
        .containsExactly("error PVF-0141 removed/t.yaml:8:9 spec.name");
  }

  @Test
  void twoTombstonesOfOneVmAreAnError() {
    assertThat(fleet(tombstone("a", "seoul-001", 999, "pos-09") + "---\n" + tombstone("b", "seoul-001", 999, "pos-08")).findings())
        .containsExactly("error PVF-0142 removed/t.yaml:17:9 spec.vmid");
  }

  @Test
  void aNameThatIsDeclaredUnderAnotherVmidIsAWarning() {
    assertThat(fleet(tombstone("a", "seoul-001", 999, "kiosk-01")).findings())
        .containsExactly("warning PVF-0143 removed/t.yaml:7:9 spec.vmid");
  }

  @Test
  void aTombstoneMustSayWhy() {
    assertThat(fleet(tombstone("a", "seoul-001", 999, "pos-09").replace("  reason: Given up\n", "")).findings())
        .containsExactly("error PVF-0114 removed/t.yaml:6:3 spec.reason");
  }

  private static String tombstone(String id, String host, int vmid, String name) {
    return """
        apiVersion: pvefleet/v1
        kind: Tombstone
        metadata:
          name: %s
        spec:
          host: %s
          vmid: %d
          name: %s
          reason: Given up
        """.formatted(id, host, vmid, name);
  }

  private static FleetFixture fleet(String tombstones) {
    return FleetFixture.oneHost().guest("vms.yaml", "kiosk-01", "{vmid: 101}").file("removed/t.yaml", tombstones);
  }
}
