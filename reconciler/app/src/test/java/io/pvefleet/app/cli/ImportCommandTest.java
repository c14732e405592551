package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.pve.wire.PveRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code import} as a user runs it, against simulated hosts whose VMs lost their tags and their documents. */
class ImportCommandTest {

  private static final int HOSTS = 2;
  private static final int VMS = 3;

  @TempDir static Path folder;
  private static Simulation simulation;

  /** What a command did. */
  private record Said(int exit, String out, String err) {}

  @BeforeAll
  static void start() throws IOException {
    simulation = Simulation.start(Simulation.Wish.fast(HOSTS, VMS));
    simulation.writeRepository(folder.resolve("fleet"), VMS);
    assertThat(run("apply", "--yes").exit()).isZero();
  }

  @AfterAll
  static void stop() {
    simulation.close();
  }

  /** The VMs stay as they are and lose their tags, the repository its VMs and profiles. */
  @BeforeEach
  void vmsWithoutDocuments() throws IOException {
    simulation.letLast(HOSTS, 0, Simulation.Seen.REACHABLE);
    delete(path -> path.startsWith(folder.resolve("fleet")));
    delete(path -> path.startsWith(folder.resolve("draft")));
    simulation.writeRepository(folder.resolve("fleet"), VMS);
    takeTagsOff();
    delete(path -> path.endsWith("vms.yaml") || path.getParent().endsWith("profiles"));
  }

  @Test
  void everythingIsImportedAndThePlanAfterItAdoptsAndIsThenEmpty() throws IOException {
    Said imported = run("import", "--all");
    assertThat(imported.exit()).as(imported.err()).isZero();
    assertThat(imported.out()).contains(HOSTS * VMS + " VMs", "profiles/pos.yaml", "left out: a template", "pvefleet validate");
    assertThat(Files.readString(folder.resolve("fleet/sites/seoul-001/vms.yaml")))
        .contains("$schema=../../schemas/v1/virtualmachine.json", "vmid: 101");
    Said validate = run("validate");
    assertThat(validate.exit()).isZero();
    assertThat(validate.out()).contains("no errors");

    Said plan = run("plan", "--detailed-exitcode");
    assertThat(plan.exit()).isEqualTo(Exit.CHANGES);
    assertThat(plan.out()).contains("0 to create, " + HOSTS * VMS + " to adopt, 0 to change, 0 to delete.");
    assertThat(run("apply", "--yes").err()).contains(HOSTS * VMS + " done, 0 failed");
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
    assertThat(run("import", "--all").out()).contains("every VM is in Git already", "Nothing was written");
  }

  @Test
  void oneSilentHostDoesNotKeepTheOthersFromBeingImported() {
    simulation.letLast(1, 0, Simulation.Seen.OFFLINE);
    Said imported = run("import", "--all", "-o", "json");

    assertThat(imported.exit()).isEqualTo(Exit.UNREACHABLE);
    var json = JsonMapper.builder().build().readTree(imported.out());
    assertThat(json.path("imported").asInt()).isEqualTo((HOSTS - 1) * VMS);
    assertThat(json.path("hosts").valueStream().filter(host -> !host.path("reached").booleanValue())).hasSize(1);
    assertThat(imported.out()).doesNotContain(simulation.members().getFirst().token());
  }

  @Test
  void anotherFolderIsWrittenToAndTheRepositoryStaysAsItIs() {
    Said imported = run("import", "--host", "seoul-001", "--into", "../draft");

    assertThat(imported.exit()).as(imported.err()).isZero();
    assertThat(folder.resolve("draft/sites/seoul-001/vms.yaml")).exists();
    assertThat(folder.resolve("fleet/sites/seoul-001/vms.yaml")).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Files.deleteIfExists(folder.resolve("fleet/profiles"));
    Files.writeString(folder.resolve("fleet/profiles"), "a file where a folder is needed");
    Said imported = run("import", "--all");

    assertThat(imported.exit()).isEqualTo(Exit.ERROR);
    assertThat(imported.err()).contains("PVF-0611");
    assertThat(folder.resolve("fleet/sites/seoul-001/vms.yaml")).doesNotExist();
  }

  @Test
  void neitherHostNorAllIsAnErrorAndSoIsAHostThatNobodyDeclared() {
    assertThat(run("import").err()).contains("PVF-0610");
    assertThat(run("import", "--all", "--host", "seoul-001").err()).contains("PVF-0610");
    assertThat(run("import", "--host", "seol-001").err()).contains("Did you mean \"seoul-001\"?");
  }

  private static void delete(Predicate<Path> which) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(which).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void takeTagsOff() {
    Terminal terminal = terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    try (PveHostLines lines = Session.lines(terminal)) {
      for (DesiredHost host : FleetInput.read(terminal, ".").fleet().orElseThrow().hosts()) {
        String node = host.host().node().orElseThrow();
        host.vms().forEach(vm -> lines.to(host.host()).ask(
            PveRequest.put("/nodes/" + node + "/qemu/" + vm.ref().vmid() + "/config").with("delete", "tags")));
      }
    }
  }

  private static Said run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = new Cli(terminal(out, err)).run(args);
    return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    Map<String, String> environment = Map.of("PVEFLEET_STATE", folder.resolve("state").toString());
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        InputStream.nullInputStream(), environment::get, Set.of(), folder.resolve("fleet"));
  }
}
