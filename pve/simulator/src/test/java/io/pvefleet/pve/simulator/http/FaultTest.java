package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.fault.FaultRule;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.fault.TaskFault;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on purpose goes wrong exactly so. */
@Timeout(60)
class FaultTest {

  private static final String CREATE = "/nodes/pve1/qemu";

  private SimulatedFleet fleet;
  private SimulatedHost host;

  @BeforeEach
  void start() {
    fleet = SimulatedFleet.start(SimulationSettings.FAST);
    host = fleet.hosts().getFirst();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void anAnswerLostBeforeTheEffectLeavesNothing() {
    host.faults().add(FaultRule.nth(1, "POST", CREATE, new Fault.LostBeforeEffect()));
    assertThatThrownBy(() -> create(100)).isInstanceOf(IOException.class);
    assertThat(host.keyboard().vm(100)).isEmpty();
    assertThat(host.log().creates()).isZero();
    assertThat(host.log().writes().getFirst().fault()).isEqualTo("LostBeforeEffect");
  }

  @Test
  void anAnswerLostAfterTheEffectLeavesTheMachine() throws Exception {
    host.faults().add(FaultRule.nth(2, "POST", CREATE, new Fault.LostAfterEffect()));
    assertThat(create(100).status()).isEqualTo(200);
    assertThatThrownBy(() -> create(101)).isInstanceOf(IOException.class);
    assertThat(host.keyboard().vm(101)).isPresent();
    assertThat(host.log().creates()).isEqualTo(2);
  }

  @Test
  void proxyStatusesComeWithAndWithoutTheEffect() throws Exception {
    host.faults().add(FaultRule.nth(1, "POST", CREATE, new Fault.StatusBeforeEffect(595, "No route to host")));
    assertThat(create(100).statusLine()).isEqualTo("HTTP/1.1 595 No route to host");
    assertThat(host.keyboard().vm(100)).isEmpty();
    host.faults().clear();
    host.faults().add(FaultRule.every("POST", CREATE, new Fault.StatusAfterEffect(596, "Connection timed out")));
    assertThat(create(100).statusLine()).isEqualTo("HTTP/1.1 596 Connection timed out");
    assertThat(host.keyboard().vm(100)).isPresent();
  }

  @Test
  void aTruncatedBodyIsShorterThanItsLength() throws Exception {
    host.faults().add(FaultRule.every("GET", "/version", new Fault.TruncatedBody()));
    var answer = RawClient.once(host, "GET", "/version", "");
    assertThat(answer.body().length).isLessThan(Integer.parseInt(answer.headers().get("content-length")));
  }

  @Test
  void aTaskThatFailsCleansUpAndAKilledOneDoesNot() throws Exception {
    host.faults().failTasks(new TaskFault("qmcreate", 1, "unable to create VM 100 - disk full"));
    create(100);
    assertThat(host.keyboard().vm(100)).isEmpty();
    host.faults().failTasks(new TaskFault("qmcreate", 1, "unexpected status"));
    create(100);
    settle();
    assertThat(host.keyboard().vm(100).orElseThrow().lock()).contains("create");
  }

  @Test
  void anOfflineHostRefusesConnectionsUntilItIsBack() throws Exception {
    host.faults().reachability(Reachability.OFFLINE);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), host.port()).close())
        .isInstanceOf(ConnectException.class);
    host.faults().reachability(Reachability.REACHABLE);
    assertThat(RawClient.once(host, "GET", "/version", "").status()).isEqualTo(200);
  }

  @Test
  void aBlackHoleDoesNotEvenAcceptAConnection() throws Exception {
    host.faults().reachability(Reachability.BLACK_HOLED);
    try (Socket socket = new Socket()) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port());
      assertThatThrownBy(() -> socket.connect(address, 300)).isInstanceOf(SocketTimeoutException.class);
    }
    host.faults().reachability(Reachability.REACHABLE);
    assertThat(RawClient.once(host, "GET", "/version", "").status()).isEqualTo(200);
  }

  @Test
  void anOpenConnectionFallsSilentInABlackHole() throws Exception {
    try (RawClient client = new RawClient(host)) {
      assertThat(client.call("GET", "/version", host.token(), "").status()).isEqualTo(200);
      host.faults().reachability(Reachability.BLACK_HOLED);
      client.patience(Duration.ofMillis(300));
      assertThatThrownBy(() -> client.call("GET", "/version", host.token(), "")).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aRevokedTokenIsUnknownAtOnce() throws Exception {
    host.keyboard().revoke(host.token());
    assertThat(RawClient.once(host, "GET", "/version", "").statusLine()).isEqualTo("HTTP/1.1 401 Authentication failed!");
    host.keyboard().restore(host.token());
    assertThat(RawClient.once(host, "GET", "/version", "").status()).isEqualTo(200);
  }

  @Test
  void seededMisfortuneIsTheSameAgain() throws Exception {
    assertThat(misfortunes(host)).isEqualTo(misfortunes(SimulatedFleet.start(SimulationSettings.FAST).hosts().getFirst()));
  }

  private static String misfortunes(SimulatedHost host) throws Exception {
    host.faults().sometimes(0.5, FaultRule.every("GET", "/version", new Fault.StatusBeforeEffect(595, "x")));
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      seen.append(RawClient.once(host, "GET", "/version", "").status()).append(' ');
    }
    assertThat(seen.toString()).contains("595").contains("200");
    host.close();
    return seen.toString();
  }

  @Test
  void anEngineerWorksBehindTheToolsBack() throws Exception {
    host.keyboard().create(300, Map.of("name", "by-hand", "memory", "512"));
    host.keyboard().start(300);
    var status = RawClient.once(host, "GET", "/nodes/pve1/qemu/300/status/current", "").data();
    assertThat(status.get("status").asString()).isEqualTo("running");
    host.keyboard().set(300, "tags", "manual");
    var config = host.keyboard().asRoot(PveRequest.get("/nodes/pve1/qemu/300/config")).data();
    assertThat(config.get("tags").asString()).isEqualTo("manual");
    host.keyboard().withdraw("Reconcile", "VM.Audit");
    assertThat(RawClient.once(host, "GET", "/nodes/pve1/qemu", "").data()).as("lists are filtered, not refused").isEmpty();
    host.keyboard().delete(300);
    assertThat(host.keyboard().vm(300)).isEmpty();
  }

  @Test
  void theControlSwitchesHostsFromOutside() throws Exception {
    try (SimulationControl control = SimulationControl.start(fleet, 0); HttpClient http = HttpClient.newHttpClient()) {
      assertThat(post(http, control, "/sim-0001/offline").statusCode()).isEqualTo(200);
      assertThat(host.faults().reachability()).isEqualTo(Reachability.OFFLINE);
      assertThat(post(http, control, "/all/heal").body()).startsWith("done");
      assertThat(host.faults().reachability()).isEqualTo(Reachability.REACHABLE);
      assertThat(post(http, control, "/sim-0001/vm/4711/stop").statusCode()).isEqualTo(400);
    }
  }

  private static HttpResponse<String> post(HttpClient http, SimulationControl control, String path) throws Exception {
    URI uri = control.endpoint().resolve(path);
    HttpRequest request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private RawClient.RawAnswer create(int vmid) throws Exception {
    RawClient.RawAnswer answer = RawClient.once(host, "POST", CREATE, "vmid=" + vmid);
    settle();
    return answer;
  }

  /** Until no task runs any more. */
  private void settle() throws Exception {
    while (!host.keyboard().asRoot(PveRequest.get("/nodes/pve1/tasks").with("source", "active")).data().isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
