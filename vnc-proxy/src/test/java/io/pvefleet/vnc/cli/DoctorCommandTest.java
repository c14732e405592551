package io.pvefleet.vnc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.pve.simulator.fault.ConsoleFault;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each step of the doctor, gone right and gone wrong, against a simulated host. */
class DoctorCommandTest {
  private static final int VMID = 101;

  @TempDir Path fleet;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private SimulatedFleet simulated;
  private SimulatedHost host;

  /** The last step's name, and what stands there. */
  private record Ended(int exit, List<String> steps, boolean isGood, String text, String remedy) {}

  @BeforeEach
  void start() throws IOException {
    simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
    host = simulated.hosts().getFirst();
    host.keyboard().create(VMID, Map.of("name", "pos-01", "memory", "2048"));
    host.keyboard().start(VMID);
    declare(host.fingerprint());
  }

  @AfterEach
  void stop() {
    simulated.close();
  }

  @Test
  void everyStepOfAScreenIsTaken() throws IOException {
    Ended ended = doctor(VMID);
    assertThat(ended.exit()).as(ended.text()).isEqualTo(Exit.DONE);
    assertThat(ended.steps()).containsExactly("name", "connection", "certificate", "token", "node", "privileges", "guest", "display",
        "ticket", "websocket", "authentication", "first frame");
    assertThat(host.screen(VMID).keys()).isEmpty();
    assertThat(host.screen(VMID).pointers()).isEmpty();
  }

  @Test
  void aContainerHasATerminal() throws IOException {
    host.keyboard().addContainer(200, "proxy");
    host.keyboard().start(200);
    Ended ended = doctor(200);
    assertThat(ended.exit()).as(ended.text()).isEqualTo(Exit.DONE);
    assertThat(ended.steps()).endsWith("display", "ticket", "websocket", "authentication");
  }

  @Test
  void textHasEachStepWithItsTimeAndNoSecret() throws IOException {
    assertThat(run("doctor", host.name(), String.valueOf(VMID), "--fleet", fleet.toString())).isEqualTo(Exit.DONE);
    assertThat(text(out)).startsWith(host.name() + " 101 pos-01\n").containsPattern("ok    first frame +\\d+ ms  the console works");
    String secret = host.consoleToken().substring(host.consoleToken().indexOf('=') + 1);
    assertThat(text(out) + text(err)).doesNotContain(secret).doesNotContain("PVEVNC:");
  }

  @Test
  void aRenewedCertificateIsShownBesideThePin() throws IOException {
    declare("00:".repeat(31) + "00");
    Ended ended = doctor(VMID);
    assertThat(ended.exit()).isEqualTo(Exit.UNREACHABLE);
    assertThat(ended.steps()).endsWith("certificate");
    assertThat(ended.text()).contains("the host shows " + host.fingerprint());
  }

  @Test
  void aHostThatIsAwayEndsItAtTheConnection() throws IOException {
    host.faults().reachability(Reachability.OFFLINE);
    assertThat(doctor(VMID).steps()).containsExactly("name", "connection");
  }

  @Test
  void aMissingPrivilegeComesWithTheLineThatGrantsIt() throws IOException {
    host.keyboard().withdraw("Console", "VM.Console");
    Ended ended = doctor(VMID);
    assertThat(ended.steps()).endsWith("privileges");
    assertThat(ended.text()).isEqualTo("missing on /vms/101: VM.Console");
    String token = host.consoleToken().substring(0, host.consoleToken().indexOf('='));
    assertThat(ended.remedy()).contains("pveum acl modify /vms --tokens '" + token + "'");
  }

  @Test
  void aRevokedTokenIsSaid() throws IOException {
    host.keyboard().revoke(host.consoleToken());
    assertThat(doctor(VMID).steps()).endsWith("token");
  }

  @Test
  void aStoppedOrMissingGuestIsSaid() throws IOException {
    host.keyboard().stop(VMID);
    assertThat(doctor(VMID)).satisfies(ended -> {
      assertThat(ended.steps()).endsWith("guest");
      assertThat(ended.text()).isEqualTo("VM 101 pos-01 is stopped");
    });
    assertThat(doctor(999).text()).isEqualTo("the host has no guest 999");
  }

  @Test
  void aPasswordThatWasReplacedIsSaid() throws IOException {
    host.faults().spoilConsoles(1, new ConsoleFault.WrongPassword());
    Ended ended = doctor(VMID);
    assertThat(ended.steps()).endsWith("websocket", "authentication");
    assertThat(ended.isGood()).isFalse();
    assertThat(ended.remedy()).contains("try again");
  }

  @Test
  void unknownHostsAndBrokenFleetsAreErrors() throws IOException {
    assertThat(run("doctor", host.name() + "x", "101", "--fleet", fleet.toString())).isEqualTo(Exit.ERROR);
    assertThat(text(err)).contains("PVF-0750", "Did you mean \"" + host.name() + "\"?");
    Files.writeString(fleet.resolve("access.yaml"),
        "apiVersion: pvefleet/v1\nkind: AccessPolicy\nmetadata: {name: a}\nspec: {verbs: [fly]}\n");
    assertThat(run("doctor", host.name(), "101", "--fleet", fleet.toString())).isEqualTo(Exit.ERROR);
    assertThat(text(err)).contains("access.yaml:4", "PVF-0751");
    assertThat(text(out)).isEmpty();
  }

  private void declare(String fingerprint) throws IOException {
    String name = host.name();
    Files.writeString(fleet.resolve("fleet.yaml"), "apiVersion: pvefleet/v1\nkind: Fleet\nmetadata: {name: demo}\nspec: {}\n");
    Path site = Files.createDirectories(fleet.resolve("sites").resolve(name));
    Files.writeString(site.resolve("site.yaml"), """
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: %1$s}
        spec: {timeZone: Asia/Seoul}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: %1$s}
        spec: {endpoint: "%2$s", node: %3$s, tls: {fingerprint: "%4$s"}, tokenRef: env:TOKEN}
        ---
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-01}
        spec: {vmid: 101}
        """.formatted(name, host.endpoint(), host.node(), fingerprint));
  }

  private Ended doctor(int vmid) throws IOException {
    out.reset();
    int exit = run("doctor", host.name(), String.valueOf(vmid), "--fleet", fleet.toString(), "-o", "json");
    JsonNode json = JsonMapper.builder().build().readTree(text(out));
    List<String> steps = new ArrayList<>();
    json.path("steps").forEach(step -> steps.add(step.path("step").asString("")));
    JsonNode last = json.path("steps").path(steps.size() - 1);
    assertThat(json.path("good").asBoolean(false)).isEqualTo(exit == Exit.DONE);
    return new Ended(exit, steps, last.path("good").asBoolean(false), last.path("text").asString(""), last.path("remedy").asString(""));
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(), Map.of("TOKEN", host.consoleToken())::get, Set.of(), Path.of("").toAbsolutePath());
    return new Cli(terminal).run(Stream.of(args).toArray(String[]::new));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
