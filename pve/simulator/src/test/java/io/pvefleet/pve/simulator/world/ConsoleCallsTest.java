package io.pvefleet.pve.simulator.world;

import static io.pvefleet.pve.simulator.world.TestWorld.ROOT;
import static io.pvefleet.pve.simulator.world.TestWorld.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.world.console.ConsoleBook;
import io.pvefleet.pve.simulator.world.console.SimConsole;
import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The calls for consoles: answers, ports, tasks and rights as recorded, or as the source of Proxmox has them. */
class ConsoleCallsTest {

  private static final String VM = "/nodes/pve1/qemu/100";

  private final TestWorld host = new TestWorld();

  @Test
  void vncproxyAnswersWithTheRecordedFieldsAndTypes() {
    JsonNode answer = host.call(ROOT, "POST", VM + "/vncproxy", "websocket", "1").data();
    assertThat(answer.propertyNames()).containsExactlyInAnyOrder("user", "ticket", "port", "cert", "upid", "password");
    assertThat(answer.get("port").isString()).isTrue();
    assertThat(answer.get("port").asString()).isEqualTo("5900");
    assertThat(answer.get("password").asString()).matches("[!-`]{8}");
    assertThat(answer.get("ticket").asString())
        .startsWith(answer.get("password").asString() + ":PVEVNC:").matches(".{8}:PVEVNC:[0-9A-F]{8}::[A-Za-z0-9+/]{342}==");
    assertThat(answer.get("upid").asString()).matches("UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:vncproxy:100:root@pam:");
  }

  @Test
  void passwordsHoldTheCharactersThatAnAddressCannot() {
    Set<Character> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      host.pass(Duration.ofSeconds(11));
      host.call(ROOT, "POST", VM + "/vncproxy").data().get("password").asString().chars().forEach(c -> seen.add((char) c));
    }
    assertThat(seen).contains('%', '+', '&', '#', '?', '`', '!');
  }

  @Test
  void termproxyAnswersWithoutPasswordAndCertificate() {
    JsonNode answer = host.call(ROOT, "POST", VM + "/termproxy", "serial", "serial0").data();
    assertThat(answer.propertyNames()).containsExactlyInAnyOrder("user", "ticket", "port", "upid");
    assertThat(answer.get("ticket").asString()).startsWith("PVEVNC:");
  }

  @Test
  void theShellOfTheNodeIsAnotherTypeOfTask() {
    JsonNode answer = host.call(ROOT, "POST", "/nodes/pve1/termproxy").data();
    assertThat(answer.get("upid").asString()).contains(":vncshell::root@pam:");
    host.grant("/", "PVEVMUser");
    assertThat(host.call(TOKEN, "POST", "/nodes/pve1/termproxy").message())
        .isEqualTo("Permission check failed (/nodes/pve1, Sys.Console)\n");
    host.grant("/nodes", "PVESysAdmin");
    assertThat(host.call(TOKEN, "POST", "/nodes/pve1/termproxy", "cmd", "upgrade").message())
        .isEqualTo("Permission check failed (user != root@pam)\n");
  }

  @Test
  void anUnknownMachineIsMissingAtOnceAndAStoppedOneIsNot() {
    assertThat(host.call(ROOT, "POST", "/nodes/pve1/qemu/4711/vncproxy").message())
        .isEqualTo("Configuration file 'nodes/pve1/qemu-server/4711.conf' does not exist\n");
    assertThat(host.call(ROOT, "POST", "/nodes/pve1/lxc/4711/termproxy").message())
        .isEqualTo("Configuration file 'nodes/pve1/lxc/4711.conf' does not exist\n");
    assertThat(host.call(ROOT, "POST", "/nodes/pve1/qemu/101/vncproxy").isSuccess()).isTrue();
  }

  @Test
  void aTokenStandsInUserAndTask() {
    host.grant("/vms/100", "PVEVMUser");
    JsonNode answer = host.call(TOKEN, "POST", VM + "/vncproxy").data();
    assertThat(answer.get("user").asString()).isEqualTo("ops@pve!t");
    JsonNode running = host.call(ROOT, "GET", "/nodes/pve1/tasks", "source", "active").data().get(0);
    assertThat(running.get("type").asString()).isEqualTo("vncproxy");
    assertThat(running.get("user").asString()).isEqualTo("ops@pve!t");
    assertThat(running.get("id").asString()).isEqualTo("100");
  }

  @Test
  void portsAreReservedForFiveSecondsAndTheLowestFreeOneIsTaken() {
    assertThat(port()).isEqualTo("5900");
    assertThat(port()).isEqualTo("5901");
    host.pass(Duration.ofSeconds(6));
    assertThat(port()).as("both still listen").isEqualTo("5902");
    host.pass(Duration.ofSeconds(5));
    assertThat(port()).as("two gave up").isEqualTo("5900");
  }

  @Test
  void theHundredAndFirstConsoleIsRefused() {
    for (int i = 0; i < 100; i++) {
      assertThat(port()).isEqualTo(Integer.toString(5900 + i));
    }
    assertThat(host.call(ROOT, "POST", VM + "/vncproxy").message()).isEqualTo("unable to find free port (5900-6000)\n");
    host.pass(Duration.ofSeconds(10));
    assertThat(port()).isEqualTo("5900");
  }

  @Test
  void aTicketLivesFortySeconds() {
    JsonNode asked = host.call(ROOT, "POST", VM + "/vncproxy").data();
    host.pass(Duration.ofSeconds(39));
    assertThat(websocket(asked).isSuccess()).isTrue();
    host.pass(Duration.ofSeconds(1));
    assertThat(websocket(asked).status()).isEqualTo(401);
  }

  @Test
  void aTicketMayComeFromAClockThatRunsAhead() {
    JsonNode asked = host.call(ROOT, "POST", VM + "/vncproxy").data();
    host.pass(Duration.ofSeconds(-19));
    assertThat(websocket(asked).isSuccess()).isTrue();
    host.pass(Duration.ofSeconds(-1));
    assertThat(websocket(asked).status()).isEqualTo(401);
  }

  @Test
  void aConnectedConsoleKeepsItsTaskRunningAndItsPortTaken() {
    host.call(ROOT, "POST", VM + "/vncproxy");
    SimConsole console = Consoles.listening(host.world, 5900).orElseThrow();
    host.world = Consoles.connected(host.world, console);
    assertThat(Consoles.listening(host.world, 5900)).isEmpty();
    host.pass(Duration.ofHours(5));
    assertThat(port()).isEqualTo("5901");
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/tasks", "source", "active").data()).hasSize(2);
    host.world = Consoles.ended(host.world, console, "OK", List.of(), host.now());
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/tasks").data().get(0).get("status").asString()).isEqualTo("OK");
  }

  @Test
  void thePasswordOfAMachineIsThatOfTheLastOpenerForThirtySeconds() {
    JsonNode first = host.call(ROOT, "POST", VM + "/vncproxy").data();
    JsonNode second = host.call(ROOT, "POST", VM + "/vncproxy").data();
    SimConsole one = host.world.consoles().open().get(5900);
    SimConsole two = host.world.consoles().open().get(5901);
    show(one);
    assertThat(Consoles.password(host.world, one, host.now())).contains(first.get("password").asString());
    show(two);
    assertThat(Consoles.password(host.world, one, host.now())).contains(second.get("password").asString());
    host.pass(Duration.ofSeconds(30));
    assertThat(Consoles.password(host.world, two, host.now())).isEmpty();
  }

  @Test
  void aMachineWithASerialDisplayIsDrawnAndKeepsEachPassword() {
    host.world = host.world.with(
        host.world.qemu().with(
            SimVm.stopped(100, Map.of("vga", "serial0,memory=4", "serial0", "socket")).with(SimVm.Power.RUNNING)),
        host.now());
    JsonNode first = host.call(ROOT, "POST", VM + "/vncproxy").data();
    host.call(ROOT, "POST", VM + "/vncproxy");
    SimConsole one = host.world.consoles().open().get(5900);
    assertThat(one.kind()).isEqualTo(SimConsole.Kind.DRAWN_SERIAL);
    show(one);
    show(host.world.consoles().open().get(5901));
    assertThat(Consoles.password(host.world, one, host.now())).contains(first.get("password").asString());
  }

  @Test
  void aTerminalNeedsASerialPortAndARunningMachine() {
    assertThat(found("serial0")).isEqualTo("serial interface 'serial0' is not configured");
    assertThat(found("")).isEqualTo("unable to find a serial interface");
    configure("serial1", "/dev/ttyS0");
    assertThat(found("serial1")).isEqualTo("wrong serial type on interface 'serial1'");
    configure("serial2", "socket");
    assertThat(found("")).isEqualTo("shown");
    host.call(ROOT, "POST", VM + "/status/stop");
    host.pass(Duration.ofMinutes(1));
    assertThat(found("serial2")).isEqualTo("VM 100 not running");
  }

  @Test
  void withoutItsBinaryTermproxyNeverListens() {
    host.world = host.world.with(ConsoleBook.none(Termproxy.MISSING));
    Instant arrived = host.now();
    assertThat(host.turn(arrived, ROOT, "POST", VM + "/termproxy", "serial", "serial0")).isInstanceOf(Turn.Waiting.class);
    host.pass(Duration.ofSeconds(5));
    Reply late = ((Turn.Answered) host.turn(arrived, ROOT, "POST", VM + "/termproxy", "serial", "serial0")).reply();
    assertThat(late.message()).isEqualTo("Timeout while waiting for port '5900' to get ready!\n");
    assertThat(host.call(ROOT, "POST", VM + "/vncproxy").isSuccess()).as("screens do not need it").isTrue();
  }

  @Test
  void containersAreListedReadAndNotMade() {
    host.world = host.world.withContainers(new TreeMap<>(Map.of(200, Container.stopped(200, "dns"))), host.now());
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/lxc").data().get(0).get("vmid").isNumber()).isTrue();
    JsonNode config = host.call(ROOT, "GET", "/nodes/pve1/lxc/200/config").data();
    assertThat(config.get("memory").isNumber()).isTrue();
    assertThat(config.get("hostname").asString()).isEqualTo("dns");
    assertThat(config.get("digest").asString()).hasSize(40);
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/lxc/200/status/current").data().get("status").asString()).isEqualTo("stopped");
    assertThat(host.call(ROOT, "GET", "/cluster/resources", "type", "vm").data().toString()).contains("\"id\":\"lxc/200\"");
    assertThat(host.call(ROOT, "POST", "/nodes/pve1/lxc", "vmid", "201").message())
        .isEqualTo("Method 'POST /nodes/pve1/lxc' not implemented");
  }

  private String found(String serial) {
    String[] params = serial.isEmpty() ? new String[0] : new String[] {"serial", serial};
    String port = host.call(ROOT, "POST", VM + "/termproxy", params).data().get("port").asString();
    return switch (Consoles.started(host.world, host.world.consoles().open().get(Integer.parseInt(port)), host.now())) {
      case Consoles.Found.Missing missing -> missing.reason();
      case Consoles.Found.Shown ignored -> "shown";
    };
  }

  private void configure(String option, String value) {
    SimVm vm = host.world.qemu().vm(100).orElseThrow();
    host.world = host.world.with(host.world.qemu().with(vm.with(option, value)), host.now());
  }

  private void show(SimConsole console) {
    Consoles.Found found = Consoles.started(Consoles.connected(host.world, console), console, host.now());
    host.world = ((Consoles.Found.Shown) found).world();
  }

  private Reply websocket(JsonNode asked) {
    return host.call(
        ROOT, "GET", VM + "/vncwebsocket", "port", asked.get("port").asString(), "vncticket", asked.get("ticket").asString());
  }

  private String port() {
    return host.call(ROOT, "POST", VM + "/vncproxy").data().get("port").asString();
  }
}
