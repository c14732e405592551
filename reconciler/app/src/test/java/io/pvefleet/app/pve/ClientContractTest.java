package io.pvefleet.app.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveEndpoint;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveHttp;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.pve.http.Secret;
import io.pvefleet.pve.http.Surroundings;
import io.pvefleet.pve.http.TaskEnd;
import io.pvefleet.pve.http.TlsTrust;
import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.fault.FaultRule;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client and the simulated host understand each other: the same contract that a real host and the client have. */
class ClientContractTest {

  private static final PveRequest VERSION = PveRequest.get("/version");
  private static final PveRequest CONFIG = PveRequest.put("/nodes/pve1/qemu/101/config");

  private SimulatedFleet fleet;
  private SimulatedHost simulated;
  private PveHttp http;

  @BeforeEach
  void start() {
    fleet = SimulatedFleet.start(SimulationSettings.FAST);
    simulated = fleet.hosts().getFirst();
    PveHttpSettings settings =
        PveHttpSettings.DEFAULT.withTimeouts(Duration.ofMillis(800), Duration.ofSeconds(5), Duration.ofSeconds(10))
            .withCircuit(3, Duration.ofHours(1), Duration.ofHours(1));
    // Waits are a hundredth of the real ones.
    Surroundings quick = new Surroundings(Clock.systemUTC(), new Random(1), d -> Thread.sleep(d.dividedBy(100)));
    http = new PveHttp(settings, reference -> "a secret", RequestListener.NONE, quick);
  }

  @AfterEach
  void stop() {
    http.close();
    fleet.close();
  }

  @Test
  void tokenTicketPinAndCaFileOpenTheDoor(@TempDir Path folder) throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), simulated.caPem());
    Identity token = Identity.Token.parse(simulated.token());
    assertThat(byToken().send(VERSION).data().path("release").asString()).isNotEmpty();
    assertThat(root().send(VERSION).isSuccess()).isTrue();
    PveHost byCa = http.host(new PveEndpoint("ca", simulated.endpoint(), new TlsTrust.CaFile(ca), token));
    assertThat(byCa.send(VERSION).isSuccess()).isTrue();
    PveHost bySystem = http.host(new PveEndpoint("system", simulated.endpoint(), new TlsTrust.SystemTrust(), token));
    refused(bySystem, VERSION, PveException.Unreachable.class);
    assertThatThrownBy(() -> host("wrong", Identity.Token.parse("ops@pve!no=00000000-0000-0000-0000-000000000000")).send(VERSION))
        .isInstanceOf(PveException.Unauthenticated.class);
    assertThatThrownBy(() -> host("wrong password", new Identity.Password("root@pam", Secret.of("wrong"))).send(VERSION))
        .isInstanceOf(PveException.Unauthenticated.class);
  }

  @Test
  void refusalsAreTheirCases() {
    create();
    refused(PveRequest.get("/nodes/pve1/qemu/4711/pending"), PveException.NotFound.class);
    refused(PveRequest.get("/cluster/nextid").with("vmid", "101"), PveException.AlreadyExists.class);
    refused(PveRequest.post("/nodes/pve1/qemu").with("vmid", "101"), PveException.AlreadyExists.class);
    refused(CONFIG.with("memory", "lots"), PveException.Rejected.class);
    refused(CONFIG.with("args", "-x"), PveException.Forbidden.class);
    refused(CONFIG.with("cores", "2").with("digest", "0".repeat(40)), PveException.Conflict.class);
    refused(PveRequest.get("/nodes/nosuch/qemu"), PveException.Rejected.class);
    assertThat(root().send(CONFIG.with("args", "-x")).isSuccess()).as("root's own ticket may").isTrue();
  }

  @Test
  void tasksAreAwaited() {
    create();
    assertThat(await(PveRequest.post("/nodes/pve1/qemu/101/status/start"))).isInstanceOf(TaskEnd.Succeeded.class);
    refused(PveRequest.delete("/nodes/pve1/qemu/101"), PveException.Rejected.class);
    assertThat(await(PveRequest.post("/nodes/pve1/qemu/101/status/start"))).isInstanceOfSatisfying(TaskEnd.Failed.class, end -> {
      assertThat(end.fault()).isInstanceOf(PveException.TaskFailed.class).hasMessage("VM 101 already running");
      assertThat(end.log()).isNotEmpty();
    });
    assertThat(await(PveRequest.post("/nodes/pve1/qemu/4711/status/start"))).isInstanceOfSatisfying(TaskEnd.Failed.class, end ->
        assertThat(end.fault()).isInstanceOf(PveException.NotFound.class));
  }

  @Test
  void aValueOfAwkwardCharactersArrivesAsItIs() {
    create();
    String description = "a=b;c&d+e %25 관리자\n\"quoted\"";
    byToken().send(CONFIG.with("description", description));
    var config = byToken().send(PveRequest.get("/nodes/pve1/qemu/101/config")).data();
    assertThat(config.path("description").asString()).isEqualTo(description);
  }

  @Test
  void aLostAnswerIsIndeterminateWhetherItHappenedOrNot() {
    create();
    simulated.faults().add(FaultRule.nth(1, "PUT", ".*/config", new Fault.LostBeforeEffect()));
    refused(CONFIG.with("cores", "2"), PveException.Indeterminate.class);
    simulated.faults().add(FaultRule.nth(1, "PUT", ".*/config", new Fault.LostAfterEffect()));
    refused(CONFIG.with("cores", "3"), PveException.Indeterminate.class);
    assertThat(byToken().send(PveRequest.get("/nodes/pve1/qemu/101/config")).data().path("cores").asInt()).isEqualTo(3);
  }

  @Test
  void aHostThatVanishesIsUnreachableAtOnceTheSecondTime() {
    byToken().send(VERSION);
    simulated.faults().reachability(Reachability.BLACK_HOLED);
    PveHost host = host("later", Identity.Token.parse(simulated.token()));
    refused(host, VERSION, PveException.Unreachable.class);
    assertThat(host.silentSince()).isPresent();
    assertThatThrownBy(() -> host.send(VERSION))
        .isInstanceOfSatisfying(
            PveException.Unreachable.class, left -> assertThat(left.reason()).as("not tried").isEqualTo(PveException.Reason.CIRCUIT_OPEN));
  }

  private void create() {
    PveRequest create =
        PveRequest.post("/nodes/pve1/qemu").with("vmid", "101").with("memory", "512").with("scsi0", "local-lvm:4")
            .with("cipassword", new PveRequest.Value.Secret("env:P"));
    assertThat(await(create)).isInstanceOf(TaskEnd.Succeeded.class);
  }

  private TaskEnd await(PveRequest request) {
    Upid upid = Upid.parse(byToken().send(request).data().asString()).orElseThrow();
    return byToken().await(upid, Duration.ofSeconds(30), progress -> {});
  }

  private void refused(PveRequest request, Class<? extends PveException> expected) {
    refused(byToken(), request, expected);
  }

  private static void refused(PveHost host, PveRequest request, Class<? extends PveException> expected) {
    assertThatThrownBy(() -> host.send(request)).as(request.toString()).isInstanceOf(expected);
  }

  private PveHost byToken() {
    return host("token", Identity.Token.parse(simulated.token()));
  }

  private PveHost root() {
    return host("root", new Identity.Password("root@pam", Secret.of(simulated.rootPassword())));
  }

  private PveHost host(String name, Identity identity) {
    return http.host(new PveEndpoint(name, simulated.endpoint(), new TlsTrust.Pinned(simulated.fingerprint()), identity));
  }
}
