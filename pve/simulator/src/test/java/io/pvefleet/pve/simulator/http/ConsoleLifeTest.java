package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.wire.PveRequest;
import java.net.SocketTimeoutException;
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

/** The life of a screen: one connection in ten seconds, one password per VM, fifteen minutes of silence, a task beside it. */
@Timeout(60)
class ConsoleLifeTest {

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
    host.keyboard().create(100, Map.of("name", "web"));
    host.keyboard().create(101, Map.of("name", "off"));
    host.keyboard().start(100);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void theScreenOfAVmIsSeenWithThePasswordThatWasHandedOut() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      assertThat(socket.answered(socket.challenge(), asked.get("password").asString())).isZero();
      socket.binary(new byte[] {1});
      assertThat(new String(socket.bytes(24 + 10), StandardCharsets.ISO_8859_1)).endsWith("QEMU (web)");
      assertThat(task(asked).get("status").asString()).isEqualTo("running");
      assertThat(host.screen(100).connections()).isEqualTo(1);
    }
    assertThat(exit(asked)).isEqualTo("OK");
  }

  @Test
  void ofTwoOpenersTheFirstFailsAuthentication() throws Exception {
    JsonNode first = RawWebSocket.asked(host);
    JsonNode second = RawWebSocket.asked(host);
    assertThat(second.get("port")).isNotEqualTo(first.get("port"));
    try (RawWebSocket one = RawWebSocket.open(host, first)) {
      byte[] challenge = one.challenge();
      try (RawWebSocket two = RawWebSocket.open(host, second)) {
        byte[] other = two.challenge();
        assertThat(one.answered(challenge, first.get("password").asString())).isEqualTo(1);
        assertThat(two.answered(other, second.get("password").asString())).isZero();
      }
    }
    assertThat(exit(first)).as("which is no failure of the worker").isEqualTo("OK");
  }

  @Test
  void aPasswordExpiresThirtySecondsAfterTheWorkerStarted() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      byte[] challenge = socket.challenge();
      pass(Duration.ofSeconds(31));
      assertThat(socket.answered(challenge, asked.get("password").asString())).isEqualTo(1);
    }
  }

  @Test
  void aPortAcceptsOneConnectionAndThenHangs() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.text(12);
      hangs(asked);
    }
    assertThat(exit(asked)).isEqualTo("OK");
    hangs(asked);
  }

  @Test
  void aWorkerThatNobodyConnectsToEndsAfterTenSeconds() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    pass(Duration.ofMillis(9_500));
    assertThat(task(asked).get("status").asString()).isEqualTo("running");
    pass(Duration.ofMillis(600));
    assertThat(exit(asked)).isEqualTo("connection timed out");
    assertThat(log(asked)).isEqualTo("[{\"n\":1,\"t\":\"TASK ERROR: connection timed out\"}]");
    hangs(asked);
    pass(Duration.ofSeconds(30));
    try (RawWebSocket late = RawWebSocket.request(host, host.token(), RawWebSocket.VM, "5900", ticket(asked), "")) {
      assertThat(late.answer.status()).as("after 40 s the ticket is void as well").isEqualTo(401);
    }
  }

  @Test
  void aStoppedVmIsAFinishedTaskBehindAnOpenedConnection() throws Exception {
    JsonNode asked = RawWebSocket.asked(host, "/nodes/pve1/qemu/101/vncproxy", "websocket=1&generate-password=1");
    try (RawWebSocket socket = RawWebSocket.open(host, "/nodes/pve1/qemu/101", asked)) {
      assertThat(socket.ends()).isTrue();
    }
    assertThat(exit(asked)).isEqualTo("Failed to run vncproxy.");
    assertThat(log(asked))
        .isEqualTo("[{\"n\":1,\"t\":\"VM 101 not running\"},{\"n\":2,\"t\":\"TASK ERROR: Failed to run vncproxy.\"}]");
  }

  @Test
  void aTicketIsBoundToUserPathAndPort() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    host.keyboard().start(101);
    refused(host.consoleToken(), RawWebSocket.VM, asked.get("port").asString(), ticket(asked));
    refused(host.token(), "/nodes/pve1/qemu/101", asked.get("port").asString(), ticket(asked));
    refused(host.token(), RawWebSocket.VM, "5999", ticket(asked));
    refused(host.token(), RawWebSocket.VM, asked.get("port").asString(), ticket(asked).replaceFirst("^.", "~"));
    refused(host.token(), RawWebSocket.VM, asked.get("port").asString(), ticket(asked).replaceFirst(".{8}==$", "AAAAAA=="));
  }

  @Test
  void theRightIsNeededForBothCalls() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    host.keyboard().withdraw("Reconcile", "VM.Console");
    try (RawWebSocket socket = RawWebSocket.request(host, host.token(), RawWebSocket.VM, "5900", ticket(asked), "")) {
      assertThat(socket.answer.statusLine()).isEqualTo("HTTP/1.1 403 Permission check failed (/vms/100, VM.Console)");
    }
    assertThatThrownBy(() -> RawWebSocket.asked(host)).hasMessage("HTTP/1.1 403 Permission check failed (/vms/100, VM.Console)");
  }

  @Test
  void aBadTicketIsAnsweredLate() throws Exception {
    fleet.close();
    start(SimulationSettings.FAST.withAuthDelay(Duration.ofMillis(700)));
    JsonNode asked = RawWebSocket.asked(host);
    Instant before = Instant.now();
    refused(host.token(), RawWebSocket.VM, "5999", ticket(asked));
    assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(700));
  }

  @Test
  void stoppingTheVmEndsTheConnectionAndTheTask() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.text(12);
      assertThat(RawClient.once(host, "POST", RawWebSocket.VM + "/status/stop", "").status()).isEqualTo(200);
      assertThat(socket.ends()).isTrue();
    }
    assertThat(exit(asked)).isEqualTo("OK");
  }

  @Test
  void stoppingTheTaskEndsTheConnection() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.text(12);
      host.keyboard().asRoot(PveRequest.delete("/nodes/pve1/tasks/" + encoded(asked)));
      assertThat(socket.ends()).isTrue();
    }
    assertThat(exit(asked)).isEqualTo("received interrupt");
  }

  @Test
  void aClientThatVanishesEndsTheTask() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    RawWebSocket socket = RawWebSocket.open(host, asked);
    socket.text(12);
    socket.tear();
    assertThat(exit(asked)).isEqualTo("OK");
  }

  @Test
  void fifteenMinutesWithoutAByteEndTheConsole() throws Exception {
    host.attach(100, new Echo());
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.binary("a");
      socket.bytes(1);
      pass(Duration.ofMinutes(14));
      socket.send(9, new byte[] {1});
      assertThat(socket.read().head()).as("a ping, which the worker never hears of").isEqualTo(0x8a);
      socket.binary("b");
      socket.bytes(1);
      pass(Duration.ofMinutes(14));
      socket.send(9, new byte[] {1});
      assertThat(socket.read().head()).isEqualTo(0x8a);
      pass(Duration.ofMinutes(1));
      assertThat(socket.ends()).isTrue();
    }
    assertThat(exit(asked)).isEqualTo("OK");
  }

  @Test
  void theWorkerTakesItsTimeToStart() throws Exception {
    fleet.close();
    start(SimulationSettings.FAST.withConsoleStart(Duration.ofMillis(600)));
    Instant before = Instant.now();
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      Duration upgraded = Duration.between(before, Instant.now());
      socket.text(12);
      assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(400)).isGreaterThan(upgraded);
    }
  }

  @Test
  void anOfflineHostBreaksOpenConsolesAndABlackHoleFreezesThem() throws Exception {
    host.attach(100, new Echo());
    try (RawWebSocket broken = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      broken.binary("x");
      broken.bytes(1);
      host.faults().reachability(Reachability.OFFLINE);
      assertThat(broken.ends()).isTrue();
    }
    host.faults().reachability(Reachability.REACHABLE);
    try (RawWebSocket frozen = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      frozen.binary("x");
      frozen.bytes(1);
      host.faults().reachability(Reachability.BLACK_HOLED);
      frozen.binary("y");
      frozen.send(9, new byte[] {1});
      frozen.patience(Duration.ofMillis(300));
      assertThatThrownBy(frozen::read).isInstanceOf(SocketTimeoutException.class);
      host.faults().reachability(Reachability.REACHABLE);
      frozen.patience(Duration.ofSeconds(8));
      assertThat(frozen.ends()).as("what was lost stays lost").isTrue();
    }
  }

  private void hangs(JsonNode asked) throws Exception {
    try (RawClient client =
        RawWebSocket.start(host, host.token(), RawWebSocket.VM, asked.get("port").asString(), ticket(asked), "")) {
      client.patience(Duration.ofMillis(300));
      assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private void refused(String token, String guest, String port, String ticket) throws Exception {
    try (RawWebSocket socket = RawWebSocket.request(host, token, guest, port, ticket, "")) {
      assertThat(socket.answer.statusLine()).isEqualTo("HTTP/1.1 401 permission denied - invalid PVEVNC ticket");
    }
  }

  private void pass(Duration time) {
    jumped.accumulateAndGet(time, Duration::plus);
  }

  private static String ticket(JsonNode asked) {
    return asked.get("ticket").asString();
  }

  private static String encoded(JsonNode asked) {
    return URLEncoder.encode(asked.get("upid").asString(), StandardCharsets.UTF_8);
  }

  private JsonNode task(JsonNode asked) throws InterruptedException {
    return host.keyboard().asRoot(PveRequest.get("/nodes/pve1/tasks/" + encoded(asked) + "/status")).data();
  }

  private String log(JsonNode asked) throws InterruptedException {
    return host.keyboard().asRoot(PveRequest.get("/nodes/pve1/tasks/" + encoded(asked) + "/log")).data().toString();
  }

  /** How the task ends, which it does. */
  private String exit(JsonNode asked) throws InterruptedException {
    JsonNode task = task(asked);
    while (task.get("status").asString().equals("running")) {
      Thread.sleep(Duration.ofMillis(5));
      task = task(asked);
    }
    return task.get("exitstatus").asString();
  }
}
