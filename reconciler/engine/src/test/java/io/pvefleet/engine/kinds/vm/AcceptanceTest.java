package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.intake.Acceptance;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a person is offered to paste, case by case. */
class AcceptanceTest {
  private static final String PROFILE = """
      apiVersion: pvefleet/v1
      kind: Profile
      metadata: {name: till}
      spec: {memory: 4GiB, networks: {net0: {bridge: vmbr0, vlan: 20}}, drift: {ignore: [/description]}}
      ---
      """;

  @Test
  void aValueOfAProfileIsOverriddenInTheVmsOwnDocument() {
    assertThat(accept(PROFILE + vm("profiles: [till]"), "spec.memory", Map.of("memory", "8192"))).contains("spec:\n  memory: 8GiB");
    assertThat(accept(PROFILE + vm("profiles: [till]"), "spec.networks.net0.vlan",
        Map.of("memory", "4096", "net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0,tag=30")))
        .contains("spec:\n  networks:\n    net0: {vlan: 30}");
  }

  @Test
  void ignoringKeepsWhatAProfileIgnoresAlready() {
    assertThat(ignore(PROFILE + vm("profiles: [till]"), "spec.memory", Map.of("memory", "8192")))
        .contains("spec:\n  drift: {ignore: [/description, /memory]}");
  }

  @Test
  void aDeviceThatIsGoneIsNullAndOneOfAnotherSlotStays() {
    String two = vm("networks: {net0: {bridge: vmbr0}, net1: {bridge: vmbr1, vlan: 5}}");
    Map<String, String> one = Map.of("net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0");
    assertThat(accept(two, "spec.networks.net1", one)).contains("spec:\n  networks: {net1: null}");
    assertThat(ignore(two, "spec.networks.net1", one)).contains("spec:\n  drift: {ignore: [/networks/net1]}");
  }

  @Test
  void aDiskThatGrewIsOfItsNewSizeInTheUnitOfPeople() {
    assertThat(accept(vm("disks: {scsi2: {storage: l1, size: 4096MiB}}"), "spec.disks.scsi2.size",
        Map.of("scsi2", "l1:vm-102-disk-2,size=8G"))).contains("spec:\n  disks:\n    scsi2: {size: 8GiB}");
  }

  @Test
  void anotherSpellingOfTheSameAmountDiffersNotAndIsNotOffered() {
    assertThat(accept(vm("memory: 4096MiB"), "spec.memory", Map.of("memory", "4096"))).isEmpty();
  }

  @Test
  void whatGitWantsAbsentIsSaidAsItIs() {
    assertThat(accept(vm("description: null"), "spec.description", Map.of("description", "Counter 1\n")))
        .contains("spec:\n  description: Counter 1");
  }

  @Test
  void noSecretOfTheHostIsOffered() {
    String args = "-vnc :1,password=geheim";
    String text = vm("pve: {args: null}");
    assertThat(accept(text, "spec.pve.args", Map.of("args", args)).orElse("")).doesNotContain("geheim");
    assertThat(accept(vm("pve: {args: -no-hpet}"), "spec.pve.args", Map.of("args", args)).orElse("")).doesNotContain("geheim");
    assertThat(VmDiffer.diff(VmKind.parse(document(text)).parsed().orElseThrow(), seen(Map.of("args", args))).attributes().toString())
        .doesNotContain("geheim");
    assertThat(accept(vm("description: Counter"), "spec.description", Map.of("description", "Counter, password: geheim"))).isEmpty();
    assertThat(Acceptance.acceptAll(document(text), seen(Map.of("args", args))).toString()).doesNotContain("geheim");
  }

  private static String vm(String spec) {
    return "apiVersion: pvefleet/v1\nkind: VirtualMachine\nmetadata: {name: pos-01}\nspec:\n  vmid: 102\n  " + spec + "\n";
  }

  private static ResolvedDocument document(String text) {
    FleetLoad load = Documents.load(text);
    return load.fleet().orElseThrow(() -> new AssertionError(Documents.lines(load) + "\n" + text)).guests().getFirst();
  }

  private static Optional<String> accept(String text, String path, Map<String, String> options) {
    return line(Acceptance.accept(document(text), seen(options), path));
  }

  private static Optional<String> ignore(String text, String path, Map<String, String> options) {
    return line(Acceptance.ignore(document(text), seen(options), path));
  }

  private static Optional<String> line(Optional<Acceptance.Snippet> snippet) {
    return snippet.map(one -> one.yaml().strip());
  }

  private static VmObservation seen(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("name", "pos-01");
    all.put("tags", "pvefleet");
    return new VmObservation(102, Power.STOPPED, false, "", all, all, Set.of(), "d1");
  }
}
