package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {

  private final FleetFixture fixture = FleetFixture.oneHost()
      .profile("base", "{memory: 2GiB, tags: [a], disks: {scsi0: {storage: local, size: 8GiB}}}")
      .profile("big", "{profiles: [base], memory: 8GiB}")
      .guest("vms.yaml", "pos-01", "{vmid: 102, profiles: [big], memory: null, disks: {scsi0: {size: 9GiB}}}");
  private final FleetLoad load = fixture.load();
  private final ResolvedDocument guest = load.fleet().orElseThrow().guests().getFirst();

  @Test
  void everyValueNamesItsLineAndWhatItReplaced() {
    assertThat(Explain.origins(load, guest, "")).isEqualTo("""
        spec.memory: null
          from sites/seoul-001/vms.yaml:4:44 (document)
          replaces 8GiB from profiles/big.yaml:4:34 (profile big)
          replaces 2GiB from profiles/base.yaml:4:16 (profile base)
        spec.tags: [a]
          from profiles/base.yaml:4:28 (profile base)
        spec.disks.scsi0.storage: local
          from profiles/base.yaml:4:58 (profile base)
        spec.disks.scsi0.size: 9GiB
          from sites/seoul-001/vms.yaml:4:72 (document)
          replaces 8GiB from profiles/base.yaml:4:71 (profile base)
        spec.vmid: 102
          from sites/seoul-001/vms.yaml:4:14 (document)
        """);
  }

  @Test
  void partOfADocumentIsExplainedAlone() {
    assertThat(Explain.origins(load, guest, "disks.scsi0.size")).startsWith("spec.disks.scsi0.size: 9GiB").doesNotContain("storage");
    assertThat(Explain.origins(load, guest, "spec.disks")).contains("scsi0.size", "scsi0.storage").doesNotContain("memory");
    assertThat(Explain.origins(load, guest, "disk")).isEmpty();
  }

  @Test
  void mergedDocumentLoadsAsItStands() {
    String merged = Explain.merged(guest);
    assertThat(merged).startsWith("apiVersion: pvefleet/v1\nkind: Guest\n").contains("  host: seoul-001\n");
    FleetLoad again = FleetFixture.oneHost().file("elsewhere.yaml", merged).load();
    assertThat(again.diagnostics()).isEmpty();
    assertThat(Explain.merged(again.fleet().orElseThrow().guests().getFirst())).isEqualTo(merged);
  }

  @Test
  void guestsAreFoundByNameOrNumber() {
    DesiredFleet fleet = load.fleet().orElseThrow();
    assertThat(Explain.find(fleet, "pos-01")).containsExactly(guest);
    assertThat(Explain.find(fleet, "seoul-001/pos-01")).containsExactly(guest);
    assertThat(Explain.find(fleet, "seoul-001/102")).containsExactly(guest);
    assertThat(Explain.find(fleet, "busan-002/pos-01")).isEmpty();
    assertThat(Explain.find(fleet, "102")).isEmpty();
  }

  @Test
  void fieldsOfTheLanguageAreDocumented() {
    Kinds kinds = new Kinds(List.of(new FleetFixture.Guest()));
    assertThat(Explain.field(kinds, "Guest.spec.disks")).hasValueSatisfying(text -> assertThat(text)
        .startsWith("Guest.spec.disks\n  a mapping with keys that match scsi[0-9]+\n").contains("Fields of each:", "storage", "size"));
    assertThat(Explain.field(kinds, "Guest.spec.disks.scsi0.size")).isPresent();
    assertThat(Explain.field(kinds, "Guest.spec.disks.size")).isPresent();
    assertThat(Explain.field(kinds, "Guest.spec.memory")).hasValueSatisfying(text -> assertThat(text)
        .contains("or null: must be absent", "For example: 4GiB"));
    assertThat(Explain.field(kinds, "host.spec.tokenRef")).hasValueSatisfying(text -> assertThat(text).contains("required"));
    assertThat(Explain.field(kinds, "Profile.spec.vmid")).isEmpty();
    assertThat(Explain.field(kinds, "Guest.spec.nothing")).isEmpty();
    assertThat(Explain.field(kinds, "Nothing")).isEmpty();
  }
}
