package io.pvefleet.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.HostReading;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.WorktreeSource;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.pve.simulator.world.Container;
import io.pvefleet.pve.wire.PveRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Importing what is on a host: the plan after it adopts, and does nothing else. */
class IntakeTest {

  private static final String SITE = """
      apiVersion: pvefleet/v1
      kind: Fleet
      metadata: {name: pharmacies}
      ---
      apiVersion: pvefleet/v1
      kind: Site
      metadata: {name: seoul-001}
      spec: {timeZone: Asia/Seoul}
      ---
      apiVersion: pvefleet/v1
      kind: Host
      metadata: {name: seoul-001}
      spec: {endpoint: "https://100.64.0.10:8006", tokenRef: env:TOKEN}
      """;

  private final SimHost host = new SimHost(7);
  private final Map<String, String> repository = new TreeMap<>(Map.of("sites/seoul-001/site.yaml", SITE));

  @Test
  void theExampleFleetThatLostItsTagsIsImportedIntoAnEmptyRepositoryAndPlansNothingButAdoptions() {
    template(9001, "win11-pos");
    List<Vm> example = exampleVms();
    for (Vm vm : example) {
      carryOut(vm, plan(List.of(vm)).getFirst());
    }
    for (Vm vm : example) {
      host.perform(PveRequest.post("/nodes/pve1/qemu/%d/config".formatted(vm.ref().vmid())).with("tags", "by-hand"));
      host.pass(Duration.ofSeconds(10));
    }
    IntakeResult result = importAll();

    assertThat(result.imported()).isEqualTo(4);
    result.files().forEach(repository::put);
    EngineFleet fleet = load();
    List<Change> changes = plan(fleet.hosts().getFirst().vms());
    assertThat(changes).hasSize(4).allSatisfy(change -> {
      assertThat(change).isInstanceOf(Change.Adopt.class);
      assertThat(change.attributes()).singleElement().satisfies(attribute -> assertThat(attribute.isOwnership()).isTrue());
    });

    int before = host.writes().size();
    changes.forEach(change -> carryOut(of(fleet, change), change));
    assertThat(host.writes()).as("one request for each adoption").hasSize(before + 4);
    assertThat(plan(fleet.hosts().getFirst().vms())).allSatisfy(change ->
        assertThat(change.head().state()).isEqualTo(VmState.IN_SYNC));
    System.out.println("imported the example: %d VMs, %d files, %d writes to adopt".formatted(4, result.files().size(), 4));
  }

  @Test
  void vmsThatAreAlikeShareAProfileAndWhatIsTheirOwnStaysWithThem() {
    for (int i = 1; i <= 3; i++) {
      make(100 + i, "pos-0" + i, "ostype", "l26", "cores", "2", "memory", i == 3 ? "8192" : "4096", "scsihw", "virtio-scsi-single",
          "scsi0", "local-lvm:8", "net0", "virtio,bridge=vmbr0,tag=20", "description", "Counter " + i);
      make(110 + i, "kiosk-0" + i, "ostype", "l26", "cores", "2", "memory", "2048", "scsihw", "virtio-scsi-single", "scsi0", "local-lvm:4",
          "net0", "virtio,bridge=vmbr0,tag=30");
    }
    make(120, "lonely", "ostype", "l26", "memory", "512");
    IntakeResult result = importAll();

    assertThat(result.files()).containsOnlyKeys(
        "profiles/base.yaml", "profiles/kiosk.yaml", "profiles/pos.yaml", "sites/seoul-001/vms.yaml");
    assertThat(result.files().get("profiles/pos.yaml")).isEqualTo("""
        # What 3 imported VMs have in common. Give it the name that the group has among you.
        apiVersion: pvefleet/v1
        kind: Profile
        metadata:
          name: pos
        spec:
          profiles: [base]
          memory: 4GiB
          disks:
            scsi0: {size: 8GiB}
          networks:
            net0: {vlan: 20}
        """);
    assertThat(result.files().get("sites/seoul-001/vms.yaml")).contains("""
        ---
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata:
          name: pos-03
          labels: {role: pos}
        spec:
          vmid: 103
          profiles: [pos]
          memory: 8GiB
          description: Counter 3
        """);
    assertThat(result.profiles()).extracting(IntakeResult.ProfileUse::vms).containsExactly(6, 3, 3);
  }

  @Test
  void whatCannotBeImportedIsNamedWithItsReason() {
    make(101, "pos-01");
    make(102, "pos-01");
    make(103, "");
    make(104, "owned", "tags", "pvefleet");
    host.change(world -> world.withContainers(new TreeMap<>(Map.of(300, Container.stopped(300, "dns"))), host.now()));
    IntakeResult result = importAll();

    assertThat(result.hosts().getFirst().vms()).extracting(IntakeResult.Imported::vmid).containsExactly(101);
    Map<Integer, String> reasons = new TreeMap<>();
    result.hosts().getFirst().leftOut().forEach(guest -> reasons.put(guest.vmid(), guest.kind() + ": " + guest.reason()));
    assertThat(reasons).containsOnlyKeys(102, 103, 104, 300, 9000);
    assertThat(reasons.get(102)).contains("same name as VM 101");
    assertThat(reasons.get(103)).contains("no name");
    assertThat(reasons.get(104)).contains("tag pvefleet already");
    assertThat(reasons.get(300)).startsWith("container");
    assertThat(reasons.get(9000)).startsWith("template");
  }

  @Test
  void filesThatAreThereAreNeverWrittenOver() {
    make(101, "pos-01", "memory", "512");
    repository.put("sites/seoul-001/vms.yaml", """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: mine}
        spec: {vmid: 500, memory: 1GiB}
        """);
    assertThat(importAll().files()).containsOnlyKeys("sites/seoul-001/vms-imported.yaml");
    repository.put("sites/seoul-001/vms-imported.yaml", "# taken\n");
    assertThat(importAll().files()).containsOnlyKeys("sites/seoul-001/imported.yaml");
    repository.put("sites/seoul-001/imported.yaml", "# taken\n");
    assertThat(importAll().files()).containsOnlyKeys("sites/seoul-001/vms-imported-2.yaml");
  }

  @Test
  void whereASiteHasSeveralHostsEachDocumentNamesItsOwn() {
    repository.put("sites/seoul-001/site.yaml", SITE + """
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: seoul-001b}
        spec: {endpoint: "https://100.64.0.11:8006", tokenRef: env:TOKEN}
        """);
    make(101, "pos-01", "memory", "512");
    IntakeResult result = importAll();

    assertThat(result.files()).containsOnlyKeys("sites/seoul-001/vms-seoul-001.yaml");
    assertThat(result.files().get("sites/seoul-001/vms-seoul-001.yaml")).contains("  host: seoul-001\n  vmid: 101\n");
  }

  @Test
  void aVmThatIsDeclaredAlreadyIsNotImportedAgain() {
    make(101, "pos-01", "memory", "512");
    importAll().files().forEach(repository::put);
    assertThat(importAll().files()).isEmpty();
  }

  @Test
  void anAddressThatAnotherDocumentClaimsIsLeftOutAndTold() {
    make(101, "pos-01", "ide2", "local-lvm:cloudinit", "ipconfig0", "ip=10.1.1.5/24");
    make(102, "pos-02", "ide2", "local-lvm:cloudinit", "ipconfig0", "ip=10.1.1.5/24");
    IntakeResult result = importAll();

    assertThat(result.imported()).isEqualTo(2);
    assertThat(result.hosts().getFirst().vms()).filteredOn(vm -> !vm.notes().isEmpty()).singleElement().satisfies(vm ->
        assertThat(vm.notes()).singleElement().satisfies(note -> assertThat(note.text()).contains("10.1.1.5", "belongs to")));
  }

  @Test
  void textsOfPeopleComeThroughAsTheyAre() {
    make(101, "pos-01", "description", "카운터 1: \"본점\"\n\n# not a comment\n- nor a list");
    make(102, "a.b-c", "description", "no", "tags", "1;x", "cipassword", "verysecret", "ide2", "local-lvm:cloudinit");
    IntakeResult result = importAll();
    String text = result.files().get("sites/seoul-001/vms.yaml");

    assertThat(text).contains("카운터 1").contains("name: a.b-c").doesNotContain("verysecret").contains("# TO CHECK cloudInit.password");
    assertThat(result.imported()).isEqualTo(2);
  }

  private IntakeResult importAll() {
    DesiredHost desired = load().hosts().getFirst();
    HostReading known = finished(HostReading.of(desired.host(), desired.vms()));
    HostSource source = new HostSource(desired, finished(HostSource.withStrangers(desired, known, host.now())), host.now());
    IntakeResult result = Intake.of(tree(), new Intake.Target(repository::containsKey, false), List.of(source));
    Map<String, String> all = new TreeMap<>(repository);
    all.putAll(result.files());
    assertThat(new FleetLoader(Kinds.guestKinds()).load(tree(all)).diagnostics()).as("no error and no warning").isEmpty();
    return result;
  }

  private HostReading finished(HostReading begun) {
    HostReading reading = begun;
    while (!reading.next().isEmpty()) {
      Map<PveRequest, Answer> round = new LinkedHashMap<>();
      reading.next().forEach(request -> round.put(request, host.perform(request)));
      reading = reading.with(round);
    }
    return reading;
  }

  private List<Change> plan(List<Vm> vms) {
    DesiredHost declared = load().hosts().getFirst();
    DesiredHost desired = new DesiredHost(declared.host(), declared.site(), vms);
    HostObservation observed = host.observe(desired);
    return Planner.plan(desired, observed, HostMemory.NONE).changes();
  }

  private void carryOut(Vm vm, Change change) {
    assertThat(new Driver(host).carryOut(vm, change)).as(change.toString())
        .isInstanceOfAny(Outcome.Succeeded.class, Outcome.WaitsForRestart.class);
  }

  private static Vm of(EngineFleet fleet, Change change) {
    return fleet.hosts().getFirst().vms().stream().filter(vm -> vm.ref().equals(change.head().vm())).findFirst().orElseThrow();
  }

  private EngineFleet load() {
    FleetLoad load = new FleetLoader(Kinds.guestKinds()).load(tree());
    assertThat(load.fleet()).as(load.diagnostics().toString()).isPresent();
    return parsed(load);
  }

  private static EngineFleet parsed(FleetLoad load) {
    Parsed<EngineFleet> parsed = Kinds.parse(load.fleet().orElseThrow());
    return parsed.parsed().orElseThrow();
  }

  private FileTree tree() {
    return tree(repository);
  }

  private static FileTree tree(Map<String, String> texts) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    texts.forEach((file, text) -> files.put(file, text.getBytes(StandardCharsets.UTF_8)));
    return new FileTree("worktree", files);
  }

  private static List<Vm> exampleVms() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("fleet-repo-example"))) {
      at = at.getParent();
    }
    EngineFleet fleet = parsed(new FleetLoader(Kinds.guestKinds()).load(WorktreeSource.read(at.resolve("fleet-repo-example"))));
    return fleet.host("seoul-001").orElseThrow().vms();
  }

  private void template(int vmid, String name) {
    make(vmid, name, "ostype", "win11", "memory", "4096", "scsihw", "virtio-scsi-single", "scsi0", "local-lvm:64", "net0",
        "virtio,bridge=vmbr0");
    host.perform(PveRequest.post("/nodes/pve1/qemu/%d/template".formatted(vmid)));
    host.pass(Duration.ofMinutes(5));
  }

  private void make(int vmid, String name, String... params) {
    PveRequest request = PveRequest.post("/nodes/pve1/qemu").with("vmid", Integer.toString(vmid));
    List<String> all = new ArrayList<>(List.of(params));
    if (!name.isEmpty()) {
      all.addAll(List.of("name", name));
    }
    for (int i = 0; i < all.size(); i += 2) {
      request = request.with(all.get(i), all.get(i + 1));
    }
    assertThat(host.perform(request)).isInstanceOf(Answer.Data.class);
    host.pass(Duration.ofMinutes(2));
  }}
