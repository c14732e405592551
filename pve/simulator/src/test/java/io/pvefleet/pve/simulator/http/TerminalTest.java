package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.pve.wire.PveRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Terminals: the line that proves who is there, and what comes after it. */
@Timeout(60)
class TerminalTest {

  private static final String CONTAINER = "/nodes/pve1/lxc/200";
  private static final String NODE = "/nodes/pve1";

  private final AtomicReference<Duration> jumped = new AtomicReference<>(Duration.ZERO);
  private SimulatedFleet fleet;
  private SimulatedHost host;

  @BeforeEach
  void start() {
    start(SimulationSettings.FAST);
  }

  private void start(SimulationSettings settings) {
    fleet = SimulatedFleet.start(settings, () -> Instant.now().plus(jumped.get()));
    host = fleet.hosts().getFirst();
    host.keyboard().create(100, Map.of("name", "web", "serial0", "socket"));
    host.keyboard().start(100);
    host.keyboard().addContainer(200, "dns");
    host.keyboard().start(200);
    host.attachTerminal(100, new Echo());
    host.attachTerminal(200, new Echo());
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void aSerialConsoleSaysOkAndThenWhatTheMachineSays() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, RawWebSocket.VM + "/termproxy", "serial=serial0");
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.binary(first(asked));
      assertThat(socket.read().payload()).as("a message of its own").isEqualTo("OK".getBytes(StandardCharsets.UTF_8));
      socket.binary("0:3:abc");
      assertThat(socket.text(7)).as("frames are the terminal's matter").isEqualTo("0:3:abc");
    }
    assertThat(exit(asked)).isEqualTo("OK");
    assertThat(log(asked)).contains("client connection: ", "TASK OK");
  }

  @Test
  void theTerminalOfAMachineEchoesWhatIsTyped() throws Exception {
    host.keyboard().create(102, Map.of("name", "db", "serial0", "socket"));
    host.keyboard().start(102);
    JsonNode asked = RawWebSocket.asked(host, "/nodes/pve1/qemu/102/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, "/nodes/pve1/qemu/102", asked)) {
      socket.binary(first(asked));
      socket.until("starting serial terminal on interface serial0\r\n");
      socket.binary("1:100:30:0:5:hello");
      socket.until("hello");
      assertThat(host.terminal(102).size().columns()).isEqualTo(100);
    }
  }

  @Test
  void aContainerHasATerminalAndEndsItWhenItStops() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, CONTAINER + "/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, CONTAINER, asked)) {
      socket.binary(first(asked) + "more");
      assertThat(socket.text(6)).as("what follows the line is not lost").isEqualTo("OKmore");
      host.keyboard().stop(200);
      assertThat(socket.ends()).isTrue();
    }
    assertThat(exit(asked)).isEqualTo("OK");
  }

  @Test
  void aContainerThatIsDeletedTakesItsConsolesWithIt() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, CONTAINER + "/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, CONTAINER, asked)) {
      socket.binary(first(asked) + "x");
      assertThat(socket.text(3)).isEqualTo("OKx");
      host.keyboard().delete(200);
      assertThat(socket.ends()).isTrue();
    }
    assertThat(RawClient.once(host, "GET", CONTAINER + "/status/current", "").statusLine())
        .isEqualTo("HTTP/1.1 500 Configuration file 'nodes/pve1/lxc/200.conf' does not exist");
  }

  @Test
  void aStoppedContainerSaysSoAndEnds() throws Exception {
    host.keyboard().stop(200);
    JsonNode asked = RawWebSocket.asked(host, CONTAINER + "/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, CONTAINER, asked)) {
      socket.binary(first(asked));
      socket.until("200 is not running\r\n");
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void aContainerIsAlsoDrawnAsAScreenWithAPasswordOfItsOwn() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, CONTAINER + "/vncproxy", "websocket=1&width=800&height=600");
    JsonNode other = RawWebSocket.asked(host, CONTAINER + "/vncproxy", "websocket=1");
    try (RawWebSocket one = RawWebSocket.open(host, CONTAINER, asked); RawWebSocket two = RawWebSocket.open(host, CONTAINER, other)) {
      byte[] challenge = one.challenge();
      assertThat(two.answered(two.challenge(), other.get("password").asString())).isZero();
      assertThat(one.answered(challenge, asked.get("password").asString())).isZero();
    }
  }

  @Test
  void theShellOfTheNodeTakesAnotherRight() throws Exception {
    JsonNode asked;
    try (RawClient client = new RawClient(host)) {
      asked = client.call("POST", NODE + "/termproxy", host.rootToken(), "").data();
    }
    String port = asked.get("port").asString();
    try (RawWebSocket refused = RawWebSocket.request(host, host.token(), NODE, port, asked.get("ticket").asString(), "")) {
      assertThat(refused.answer.statusLine()).isEqualTo("HTTP/1.1 403 Permission check failed (/nodes/pve1, Sys.Console)");
    }
    try (RawWebSocket socket = RawWebSocket.request(host, host.rootToken(), NODE, port, asked.get("ticket").asString(), "")) {
      socket.binary(first(asked));
      assertThat(socket.text(2)).isEqualTo("OK");
    }
  }

  @Test
  void aTicketOfAnotherConsoleDoesNotOpenThisOne() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, RawWebSocket.VM + "/termproxy", "");
    JsonNode other = RawWebSocket.asked(host, RawWebSocket.VM + "/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.binary(first(other));
      assertThat(socket.ends()).isTrue();
    }
    assertThat(exit(asked)).startsWith("command '/usr/bin/termproxy 59").endsWith("failed: exit code 1");
    assertThat(log(asked)).contains("invalid authentication");
  }

  @Test
  void anOldHostRefusesTheTicketOfAToken() throws Exception {
    fleet.close();
    start(SimulationSettings.FAST.withTermproxy(Termproxy.REFUSES_TOKENS));
    JsonNode asked = RawWebSocket.asked(host, RawWebSocket.VM + "/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.binary(first(asked));
      assertThat(socket.ends()).isTrue();
    }
    assertThat(log(asked)).contains("value 'pvefleet@pve!reconciler' does not look like a valid user name");
    JsonNode own = host.keyboard().asRoot(PveRequest.post(RawWebSocket.VM + "/termproxy")).data();
    try (RawWebSocket socket =
        RawWebSocket.withCookie(host, RawWebSocket.VM, own.get("port").asString(), own.get("ticket").asString())) {
      socket.binary(first(own));
      assertThat(socket.text(2)).as("a user's ticket passes").isEqualTo("OK");
    }
  }

  @Test
  void whoProvesNothingWithinTenSecondsIsHungUpOn() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, RawWebSocket.VM + "/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.binary("half a line");
      pass(Duration.ofSeconds(10));
      assertThat(socket.ends()).isTrue();
    }
    assertThat(exit(asked)).endsWith("failed: exit code 1");
    assertThat(log(asked)).contains("failed reading ticket: timed out");
  }

  @Test
  void aTerminalIsNotCutForSilence() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, RawWebSocket.VM + "/termproxy", "");
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.binary(first(asked));
      assertThat(socket.text(2)).isEqualTo("OK");
      pass(Duration.ofHours(3));
      socket.patience(Duration.ofMillis(300));
      assertThat(socket.ends()).isFalse();
    }
  }

  private void pass(Duration time) {
    jumped.accumulateAndGet(time, Duration::plus);
  }

  private static String first(JsonNode asked) {
    return asked.get("user").asString() + ":" + asked.get("ticket").asString() + "\n";
  }

  private PveRequest of(JsonNode asked, String what) {
    return PveRequest.get("/nodes/pve1/tasks/" + URLEncoder.encode(asked.get("upid").asString(), StandardCharsets.UTF_8) + what);
  }

  private String log(JsonNode asked) throws InterruptedException {
    exit(asked);
    return host.keyboard().asRoot(of(asked, "/log")).data().toString();
  }

  private String exit(JsonNode asked) throws InterruptedException {
    JsonNode task = host.keyboard().asRoot(of(asked, "/status")).data();
    while (task.get("status").asString().equals("running")) {
      Thread.sleep(Duration.ofMillis(5));
      task = host.keyboard().asRoot(of(asked, "/status")).data();
    }
    return task.get("exitstatus").asString();
  }
}
