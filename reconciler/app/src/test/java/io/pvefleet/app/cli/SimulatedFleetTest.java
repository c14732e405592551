package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private static final int HOSTS = 3;
  private static final int VMS = 3;

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
  void machineStoppedBehindTheToolsBackIsStartedAgain() {
    assertThat(run("apply", "--yes", "--host", "seoul-001").exit()).isZero();
    stopBehindTheBack(102);
    Said plan = run("plan", "--host", "seoul-001", "--requests", "--detailed-exitcode");
    assertThat(plan.exit()).as(plan.out()).isEqualTo(Exit.CHANGES);
    assertThat(plan.out()).contains("0 to create, 1 to change", "/qemu/102/status/start");
    assertThat(run("apply", "--yes", "--host", "seoul-001").exit()).isZero();
    assertThat(run("plan", "--host", "seoul-001", "--detailed-exitcode").exit()).isZero();
    assertThat(run("status").exit()).isZero();
    assertThat(run("events").out()).contains("seoul-001/102");
  }

  private void stopBehindTheBack(int vmid) {
    Terminal terminal = terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    Host host = FleetInput.read(terminal, ".").fleet().orElseThrow().host("seoul-001").orElseThrow().host();
    try (PveHostLines lines = Session.lines(terminal)) {
      HostLine line = lines.to(host);
      Answer answer = line.ask(PveRequest.post("/nodes/pve1/qemu/" + vmid + "/status/stop"));
      String upid = ((Answer.Data) answer).data().asString("");
      line.await(Upid.parse(upid).orElseThrow(), Duration.ofSeconds(30));
    }
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
    edit("profiles/linux-kiosk.yaml", "memory: 2GiB", "memory: two");
    Said validate = run("validate");
    assertThat(validate.exit()).isEqualTo(Exit.ERROR);
    assertThat(validate.out()).contains("memroy", "memory", "sites/seoul-001/vms.yaml", "profiles/linux-kiosk.yaml");
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
    assertThat(moved.err()).contains("PVF-0513", "seoul-001/102: other requests than were shown would be sent.",
        "  no more: POST /nodes/", "  now:     POST /nodes/", "memory=6144");
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
    Said plan = run("plan", "-l", "role=kiosk");
    assertThat(plan.out()).contains(HOSTS + " to create");
  }

  @Test
  void doctorFindsASoundHostSound() {
    Said doctor = run("doctor", "--host", "seoul-001");
    assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isZero();
    assertThat(doctor.out()).contains("privileges").doesNotContain("BAD");
  }

  @Test
  void reportHasAPageForEachHost() {
    Said report = run("report", "--out", "report");
    assertThat(report.exit()).as(report.out() + report.err()).isZero();
    assertThat(report.out()).startsWith(HOSTS + " hosts, ").contains("index.html");
    assertThat(Path.of(report.out().strip().replaceFirst(".* Open ", ""))).content().contains("which are no commit");
    assertThat(Path.of(report.out().strip().replaceFirst(".* Open ", "")).resolveSibling("hosts").toFile().list())
        .contains("seoul-001.html", "busan-002.html");
  }

  @Test
  void noTokenIsEverPrinted() {
    String all = run("plan", "--requests").toString() + run("apply", "--yes", "--host", "seoul-001")
        + run("events") + run("plan", "-o", "json");
    for (Simulation.Member member : simulation.members()) {
      assertThat(all).doesNotContain(member.token().substring(member.token().indexOf('=') + 1));
    }
  }

  private Said run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = new Cli(terminal(out, err)).run(args);
    return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    Map<String, String> environment = Map.of("PVEFLEET_STATE", folder.resolve("state").toString());
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        InputStream.nullInputStream(), environment::get, Set.of(), folder.resolve("fleet"));
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
