package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.simulate.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands as a user runs them, against simulated hosts. */
class SimulatedFleetTest {

  private static final int HOSTS = 4;
  private static final int VMS = 6;

  @TempDir Path folder;
  private Simulation simulation;

  /** What a command did. */
  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void start() {
    simulation = Simulation.start(Simulation.Wish.fast(HOSTS, VMS));
    simulation.writeRepository(folder.resolve("fleet"), VMS);
  }

  @AfterEach
  void stop() {
    simulation.close();
  }

  @Test
  void fleetIsPlannedAppliedAndThenUnchanged() {
    assertThat(run("validate").exit()).isZero();
    Said plan = run("plan", "--detailed-exitcode");
    assertThat(plan.exit()).as(plan.err()).isEqualTo(Exit.CHANGES);
    assertThat(plan.out()).contains(HOSTS * VMS + " to create");
    Said apply = run("apply", "--yes");
    assertThat(apply.exit()).as(apply.err()).isZero();
    assertThat(apply.err()).contains(HOSTS * VMS + " done, 0 failed");
    Said after = run("plan", "--detailed-exitcode");
    assertThat(after.exit()).as(after.out() + after.err()).isZero();

    edit("sites/seoul-001/vms.yaml", "  vmid: 102\n", "  vmid: 102\n  memory: 6GiB\n  tags: [till, corner]\n");
    JsonNode changed = json(run("plan", "-o", "json"));
    assertThat(changed.toString()).contains("spec.memory", "spec.tags").doesNotContain("spec.cpu.cores\",\"from");
    Said text = run("plan", "--detailed-exitcode");
    assertThat(text.exit()).isEqualTo(Exit.CHANGES);
    assertThat(text.out()).contains("0 to create, 1 to change");
  }

  @Test
  void silentHostsAreNamedAndTheOthersArePlanned() {
    simulation.letLast(1, 0, Simulation.Seen.OFFLINE);
    Said plan = run("plan", "--detailed-exitcode");
    assertThat(plan.exit()).isEqualTo(Exit.UNREACHABLE);
    assertThat(plan.err()).contains("PVF-0301", simulation.members().getLast().name());
    assertThat(plan.out()).contains((HOSTS - 1) * VMS + " to create");
  }

  @Test
  void brokenYamlShowsEveryErrorAndAsksNoHost() {
    edit("sites/seoul-001/vms.yaml", "  vmid: 101\n", "  vmid: 101\n  memroy: 4GiB\n");
    edit("profiles/backup.yaml", "memory: 4GiB", "memory: four");
    Said validate = run("validate");
    assertThat(validate.exit()).isEqualTo(Exit.ERROR);
    assertThat(validate.out()).contains("memroy", "memory", "sites/seoul-001/vms.yaml", "profiles/backup.yaml");
    assertThat(run("plan").exit()).isEqualTo(Exit.ERROR);
    assertThat(simulation.requests(0)).isZero();
  }

  @Test
  void withoutATerminalApplyWantsYes() {
    Said apply = run("apply", "--host", "seoul-001");
    assertThat(apply.exit()).isEqualTo(Exit.ERROR);
    assertThat(apply.err()).contains("PVF-0512");
    assertThat(run("plan", "--host", "seoul-001").out()).contains(VMS + " to create");
  }

  @Test
  void planFileIsAppliedAsItIsOrNotAtAll() {
    assertThat(run("plan", "--host", "seoul-001", "--out", "plan.json").exit()).isZero();
    edit("sites/seoul-001/vms.yaml", "  vmid: 102\n", "  vmid: 102\n  memory: 6GiB\n");
    Said moved = run("apply", "--host", "seoul-001", "--plan", "plan.json");
    assertThat(moved.exit()).isEqualTo(Exit.ERROR);
    assertThat(moved.err()).contains("PVF-0513", "seoul-001/102");
    edit("sites/seoul-001/vms.yaml", "  vmid: 102\n  memory: 6GiB\n", "  vmid: 102\n");
    Said applied = run("apply", "--host", "seoul-001", "--plan", "plan.json");
    assertThat(applied.exit()).as(applied.err()).isZero();
  }

  @Test
  void unknownHostIsAnErrorWithASuggestion() {
    Said plan = run("plan", "--host", "seol-001");
    assertThat(plan.exit()).isEqualTo(Exit.ERROR);
    assertThat(plan.err()).contains("PVF-0510", "Did you mean \"seoul-001\"?");
  }

  @Test
  void jsonStandsAloneOnStandardOutput() {
    JsonNode plan = json(run("plan", "-o", "json"));
    assertThat(plan.isObject()).isTrue();
    assertThat(json(run("validate", "-o", "json")).isObject()).isTrue();
  }

  @Test
  void selectorPicksVmsByLabel() {
    Said plan = run("plan", "-l", "role=backup");
    assertThat(plan.out()).contains(HOSTS + " to create");
  }

  @Test
  void doctorFindsASoundHostSound() {
    Said doctor = run("doctor", "--host", "seoul-001");
    assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isZero();
    assertThat(doctor.out()).contains("privileges").doesNotContain("BAD");
  }

  @Test
  void noTokenIsEverPrinted() {
    String all = run("plan", "--requests").toString() + run("apply", "--yes") + run("events") + run("plan", "-o", "json");
    for (Simulation.Member member : simulation.members()) {
      assertThat(all).doesNotContain(member.token().substring(member.token().indexOf('=') + 1));
    }
  }

  private Said run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> environment = Map.of("PVEFLEET_STATE", folder.resolve("state").toString());
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(), environment::get, Set.of(), folder.resolve("fleet"));
    int exit = new Cli(terminal).run(args);
    return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static JsonNode json(Said said) {
    return JsonMapper.builder().build().readTree(said.out());
  }

  private void edit(String name, String from, String to) {
    try {
      Path file = folder.resolve("fleet").resolve(name);
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
