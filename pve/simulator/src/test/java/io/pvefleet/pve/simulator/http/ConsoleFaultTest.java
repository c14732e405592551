package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.simulator.fault.ConsoleFault;
import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.fault.FaultRule;
import io.pvefleet.pve.simulator.fault.TaskFault;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Consoles that go wrong on purpose go wrong exactly so. */
@Timeout(60)
class ConsoleFaultTest {

  private static final String VNCPROXY = "/nodes/pve1/qemu/100/vncproxy";
  private static final String WEBSOCKET = "/nodes/pve1/qemu/100/vncwebsocket";

  private SimulatedFleet fleet;
  private SimulatedHost host;

  @BeforeEach
  void start() {
    fleet = SimulatedFleet.start(SimulationSettings.FAST);
    host = fleet.hosts().getFirst();
    host.keyboard().create(100, Map.of("name", "web"));
    host.keyboard().start(100);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void vncproxyCanBeSlowAndRefused() throws Exception {
    host.faults().add(FaultRule.nth(1, "POST", VNCPROXY, new Fault.Slow(Duration.ofMillis(300))));
    host.faults().add(FaultRule.nth(2, "POST", VNCPROXY, new Fault.StatusBeforeEffect(500, "got no worker upid")));
    Instant before = Instant.now();
    RawWebSocket.asked(host);
    assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    assertThatThrownBy(() -> RawWebSocket.asked(host)).hasMessage("HTTP/1.1 500 got no worker upid");
  }

  @Test
  void theUpgradeCanHangAndBeRefused() throws Exception {
    host.faults().add(FaultRule.nth(1, "GET", WEBSOCKET, new Fault.Silence()));
    host.faults().add(FaultRule.nth(2, "GET", WEBSOCKET, new Fault.StatusBeforeEffect(596, "Connection timed out")));
    JsonNode asked = RawWebSocket.asked(host);
    try (RawClient client =
        RawWebSocket.start(host, host.token(), RawWebSocket.VM, asked.get("port").asString(), asked.get("ticket").asString(), "")) {
      client.patience(Duration.ofMillis(300));
      assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
    }
    assertThatThrownBy(() -> RawWebSocket.open(host, asked)).hasMessage("HTTP/1.1 596 Connection timed out");
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      assertThat(socket.text(3)).as("the worker still waited").isEqualTo("RFB");
    }
  }

  @Test
  void anAnswerLostAfterTheUpgradeHasUsedTheListenerUp() throws Exception {
    host.faults().add(FaultRule.nth(1, "GET", WEBSOCKET, new Fault.LostAfterEffect()));
    JsonNode asked = RawWebSocket.asked(host);
    assertThatThrownBy(() -> RawWebSocket.open(host, asked)).isInstanceOf(EOFException.class);
    try (RawClient client =
        RawWebSocket.start(host, host.token(), RawWebSocket.VM, asked.get("port").asString(), asked.get("ticket").asString(), "")) {
      client.patience(Duration.ofMillis(300));
      assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aConnectionIsCutAfterSoManyBytes() throws Exception {
    host.attach(100, new Echo(new byte[5_000]));
    host.faults().spoilConsoles(1, new ConsoleFault.CutAfterBytes(3_000));
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      assertThat(socket.bytes(3_000)).hasSize(3_000);
      assertThat(socket.ends()).isTrue();
    }
    try (RawWebSocket next = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      assertThat(next.bytes(5_000)).hasSize(5_000);
    }
  }

  @Test
  void aConnectionIsCutAfterSomeTime() throws Exception {
    host.faults().spoilConsoles(1, new ConsoleFault.CutAfter(Duration.ofMillis(400)));
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      Instant opened = Instant.now();
      socket.text(12);
      assertThat(socket.ends()).isTrue();
      assertThat(Duration.between(opened, Instant.now())).isGreaterThan(Duration.ofMillis(300));
    }
  }

  @Test
  void theRightPasswordIsRefused() throws Exception {
    host.faults().spoilConsoles(1, new ConsoleFault.WrongPassword());
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      assertThat(socket.answered(socket.challenge(), asked.get("password").asString())).isEqualTo(1);
    }
  }

  @Test
  void garbageIsTheSameForTheSameSeed() throws Exception {
    host.faults().spoilConsoles(2, new ConsoleFault.Garbage(1_000, 42));
    byte[] once;
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      once = socket.bytes(1_000);
    }
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      assertThat(socket.bytes(1_000)).isEqualTo(once);
    }
  }

  @Test
  void aMuteConsoleIsOpenAndSaysNothing() throws Exception {
    host.faults().spoilConsoles(1, new ConsoleFault.Mute());
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      socket.patience(Duration.ofMillis(300));
      assertThatThrownBy(socket::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aWorkerCanFail() throws Exception {
    host.faults().failTasks(new TaskFault("vncproxy", 1, "Failed to run vncproxy."));
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void allOpenConsolesCanBeBroken() throws Exception {
    try (RawWebSocket one = RawWebSocket.open(host, RawWebSocket.asked(host));
        RawWebSocket two = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      one.text(12);
      two.text(12);
      assertThat(host.openConsoles()).isEqualTo(2);
      host.cutConsoles();
      assertThat(one.ends()).isTrue();
      assertThat(two.ends()).isTrue();
    }
  }

  @Test
  void theWayToAHostIsAsLongForConsolesAsForCalls() throws Exception {
    host.attach(100, new Echo());
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      host.faults().latency(Duration.ofMillis(200), Duration.ZERO);
      Instant before = Instant.now();
      socket.binary("there and back");
      socket.text(14);
      assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(200));
      socket.binary(new byte[128 * 1024]);
      Instant second = Instant.now();
      socket.bytes(128 * 1024);
      assertThat(Duration.between(second, Instant.now())).as("one way for all bytes").isLessThan(Duration.ofMillis(2_000));
    }
  }

  @Test
  void whatASlowClientLeavesUnreadIsSeen() throws Exception {
    host.attach(100, new Echo(new byte[24 << 20]));
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      while (host.consoleBacklog().bytes() < 8 << 20) {
        Thread.sleep(Duration.ofMillis(5));
      }
      assertThat(host.consoleBacklog().bytes()).as("bounded, so that tests do not run out of memory").isLessThan(17 << 20);
      int read = 0;
      while (read < 24 << 20) {
        read += socket.read().payload().length;
      }
      assertThat(host.consoleBacklog().bytes()).isZero();
    }
    assertThat(host.consoleBacklog().highest()).isGreaterThan(8 << 20);
  }

  @Test
  void aClientThatNeverReadsIsGoneWhenItLeaves() throws Exception {
    host.attach(100, new Echo(new byte[24 << 20]));
    RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host));
    while (host.consoleBacklog().bytes() < 8 << 20) {
      Thread.sleep(Duration.ofMillis(5));
    }
    socket.tear();
    while (host.openConsoles() > 0) {
      Thread.sleep(Duration.ofMillis(5));
    }
    assertThat(host.consoleBacklog().bytes()).isZero();
  }
}
