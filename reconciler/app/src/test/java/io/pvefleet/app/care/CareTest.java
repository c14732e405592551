package io.pvefleet.app.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.fault.FaultRule;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.LoggedRequest;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Care over passes that are made up, with simulated hosts to ask; the time of both is the test's. */
class CareTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CareBoard made = new CareBoard();
  private final MemoryStore store = new MemoryStore();
  private CareHosts hosts;
  private Care care;

  @BeforeEach
  void start() {
    hosts = new CareHosts(2, made.clock());
    made.declare(hosts.declared(0), hosts.declared(1));
    care = new Care(made.board, hosts.lines, store, made.clock(), System::nanoTime, new Random(7));
    made.board.onPass((host, pass) -> care.passed(host.host().name()));
    for (int vmid : List.of(101, 102, 103)) {
      hosts.simulated(0).keyboard().create(vmid, Map.of("name", "vm-" + vmid, "agent", "1", "memory", "512",
          "net0", "virtio=BC:24:11:00:01:0" + vmid % 100 + ",bridge=vmbr0", "ipconfig0", "ip=10.12.20." + vmid + "/24"));
      hosts.simulated(0).keyboard().start(vmid);
    }
  }

  @AfterEach
  void stop() {
    care.close();
    hosts.close();
    store.close();
  }

  @Test
  void whoStoppedAVmIsReadFromTheHostsTasksAndToldOnce() throws Exception {
    firstPass();
    made.later(Duration.ofSeconds(20));
    root("/nodes/pve1/qemu/101/status/stop");
    made.later(Duration.ofSeconds(20));
    made.pass("h0", CareBoard.vm(101).stopped().drifted("spec.power", "stopped"), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).poweredBy().isPresent() && !events().isEmpty());

    ChangedBy.Known known = (ChangedBy.Known) vm(101).poweredBy().orElseThrow();
    assertThat(known.user()).isEqualTo("root@pam");
    assertThat(known.task()).isEqualTo("qmstop");
    assertThat(known.upid()).startsWith("UPID:pve1:");
    assertThat(known.at()).isEqualTo(made.now().minusSeconds(20));
    assertThat(vm(101).changedBy()).as("power is all that differs").contains(known);
    made.pass("h0", CareBoard.vm(101).stopped().drifted("spec.power", "stopped"), CareBoard.vm(102), CareBoard.vm(103));
    settle();
    assertThat(events()).singleElement().satisfies(event -> {
      assertThat(event.kind()).isEqualTo(EventKind.VM_STOPPED.word());
      assertThat(event.vmid()).contains(101);
      assertThat(event.message()).isEqualTo("Stopped by root@pam at 2026-11-22T05:30:20Z, task qmstop.");
    });
  }

  @Test
  void aSettingThatWasWrittenDirectlyLeavesNoTaskAndNobodyIsNamed() {
    firstPass();
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101).drifted("spec.memory", "8GiB"), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> !events().isEmpty());
    assertThat(vm(101).changedBy()).containsInstanceOf(ChangedBy.Unknown.class);
    assertThat(((ChangedBy.Unknown) vm(101).changedBy().orElseThrow()).why()).isEqualTo(ChangedBy.Why.NO_TASK);
    assertThat(events()).singleElement().satisfies(event -> {
      assertThat(event.kind()).isEqualTo(EventKind.VM_CHANGED.word());
      assertThat(event.message()).contains("no record");
    });
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102), CareBoard.vm(103));
    assertThat(vm(101).changedBy()).as("as Git says again").isEmpty();
  }

  @Test
  void aTaskThatWritesTheConfigurationNamesWhoDidIt() throws Exception {
    firstPass();
    made.later(Duration.ofSeconds(10));
    hosts.simulated(0).keyboard().asRoot(
        PveRequest.post("/nodes/pve1/qemu/102/config").with("description", "by hand"));
    made.later(Duration.ofSeconds(30));
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102).drifted("spec.description", "by hand"), CareBoard.vm(103));
    await(() -> vm(102).changedBy().isPresent());
    assertThat(vm(102).changedBy()).get().extracting(by -> ((ChangedBy.Known) by).task()).isEqualTo("qmconfig");
    assertThat(vm(102).poweredBy()).isEmpty();
  }

  @Test
  void whatWeDidOurselvesIsNotToldAsAnothers() {
    firstPass();
    made.later(Duration.ofSeconds(10));
    hosts.lines.to(hosts.declared(0)).ask(PveRequest.post("/nodes/pve1/qemu/101/status/stop"));
    made.later(Duration.ofSeconds(10));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102), CareBoard.vm(103));
    settle();
    assertThat(searches()).as("it was asked").isEqualTo(1);
    assertThat(events()).isEmpty();
    assertThat(vm(101).poweredBy()).isEmpty();
  }

  @Test
  void whileWeWorkOnAVmNobodyIsAsked() {
    firstPass();
    made.board.doing("h0", 101, "Shut down");
    made.later(Duration.ofSeconds(10));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102), CareBoard.vm(103));
    settle();
    assertThat(searches()).isZero();
    assertThat(events()).isEmpty();
  }

  @Test
  void theFirstPassTellsNothingAndLooksUpWhoMadeTheDriftThatIsThere() throws Exception {
    root("/nodes/pve1/qemu/101/status/stop");
    made.later(Duration.ofMinutes(3));
    made.pass("h0", CareBoard.vm(101).stopped().drifted("spec.power", "stopped"), CareBoard.vm(102).stopped(), CareBoard.vm(103));
    await(() -> vm(101).changedBy().isPresent());
    assertThat(vm(101).changedBy()).get().extracting(by -> ((ChangedBy.Known) by).user()).isEqualTo("root@pam");
    settle();
    assertThat(events()).isEmpty();
    assertThat(searches()).isEqualTo(1);
  }

  @Test
  void afterALongSilenceNothingIsTold() {
    firstPass();
    made.later(Turns.LONGEST.plusSeconds(1));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102).stopped(), CareBoard.vm(103).stopped());
    settle();
    assertThat(events()).isEmpty();
  }

  @Test
  void aRestartOfTheHostIsOneEvent() {
    made.uptime("h0", Duration.ofDays(40));
    firstPass();
    made.later(Duration.ofMinutes(6));
    made.uptime("h0", Duration.ofMinutes(2));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102).stopped(), CareBoard.vm(103).stopped());
    care.beat();
    made.later(Duration.ofMinutes(1));
    made.uptime("h0", Duration.ofMinutes(3));
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102), CareBoard.vm(103));
    settle();
    assertThat(events()).singleElement().satisfies(event -> {
      assertThat(event.kind()).isEqualTo(EventKind.REBOOTED.word());
      assertThat(event.message()).isEqualTo("The host was restarted; up since 2026-11-22T05:34:00Z.");
    });
  }

  @Test
  void withoutTheRightToSeeOthersTasksNobodyIsAccusedAndNoneIsCleared() {
    hosts.simulated(0).keyboard().withdraw("Reconcile", "Sys.Audit");
    firstPass();
    made.later(Duration.ofSeconds(20));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).poweredBy().isPresent());
    assertThat(((ChangedBy.Unknown) vm(101).poweredBy().orElseThrow()).why()).isEqualTo(ChangedBy.Why.NOT_PERMITTED);
    assertThat(events()).singleElement().extracting(NewEvent::message).asString().contains("Sys.Audit on the node");
  }

  @Test
  void addressesAreAskedOfOneAgentAtATimeAndNotAgainBeforeTheirTime() {
    firstPass();
    await(() -> !vm(101).addresses().isEmpty());
    assertThat(vm(101).addresses()).containsExactly("10.12.20.101");
    assertThat(vm(101).care().addressesAt()).contains(made.now());
    settle();
    assertThat(asked()).as("the next one waits").hasSize(1);
    made.later(AgentTimes.BETWEEN);
    await(() -> !vm(102).addresses().isEmpty());
    made.later(AgentTimes.BETWEEN);
    await(() -> !vm(103).addresses().isEmpty());
    made.later(AgentTimes.BETWEEN);
    settle();
    assertThat(asked()).hasSize(3);
  }

  @Test
  void aDeadAgentIsAskedEverMoreRarelyAndItsNeighboursStillAre() {
    hosts.simulated(0).keyboard().silence(101);
    firstPass();
    await(() -> {
      made.later(Duration.ofMillis(1)); // the host waits for the agent in its own time
      return asked().size() == 1;
    });
    settle();
    made.later(AgentTimes.BETWEEN);
    settle();
    assertThat(asked()).as("a worker just waited in vain").hasSize(1);
    made.later(AgentTimes.AFTER_NOBODY);
    await(() -> !vm(102).addresses().isEmpty());
    assertThat(vm(101).addresses()).isEmpty();
    AgentTimes times = new AgentTimes();
    Instant now = made.now();
    for (int i = 0; i < 12; i++) {
      times.heard(101, new AgentLook.Heard.Nobody(), now);
    }
    VmRow dead = vm(101);
    assertThat(times.due(List.of(dead), now.plus(AgentTimes.LONGEST).minusSeconds(1))).isEmpty();
    assertThat(times.due(List.of(dead), now.plus(AgentTimes.LONGEST))).contains(dead);
  }

  @Test
  void aMissingPrivilegeForAgentsIsSaidOnceForTheHost() {
    hosts.simulated(0).keyboard().withdraw("Reconcile", "VM.GuestAgent.Audit");
    firstPass();
    await(() -> asked().size() == 1);
    made.later(HostWatch.SPREAD);
    made.fresh("h0");
    await(() -> made.board.view().host("h0").orElseThrow().care().isPresent());
    assertThat(made.board.view().host("h0").orElseThrow().care().orElseThrow().bad()).singleElement().satisfies(finding -> {
      assertThat(finding.step()).isEqualTo("guest agents");
      assertThat(finding.remedy()).contains("pveum role modify").contains("VM.GuestAgent.Audit");
    });
    settle();
    assertThat(asked()).as("every VM would be refused alike").hasSize(1);
  }

  @Test
  void hostsAreLookedAtOnceAnHourAndWhenTheyAnswerAgain() {
    firstPass();
    made.later(HostWatch.SPREAD);
    made.fresh("h0");
    await(() -> looks() == 1);
    settle();
    made.later(Duration.ofMinutes(20));
    made.fresh("h0");
    settle();
    assertThat(looks()).isEqualTo(1);
    hosts.simulated(0).faults().reachability(Reachability.OFFLINE);
    made.silent("h0");
    care.beat();
    made.later(HostWatch.SPREAD);
    await(() -> made.board.view().host("h0").orElseThrow().care().orElseThrow().bad().stream()
        .anyMatch(finding -> finding.step().equals("connection")));
    assertThat(made.board.view().host("h0").orElseThrow().care().orElseThrow().certificate()).as("the older fact stays").isPresent();
    hosts.simulated(0).faults().reachability(Reachability.REACHABLE);
    made.fresh("h0");
    care.beat();
    made.later(HostWatch.SPREAD);
    made.fresh("h0");
    await(() -> looks() == 2);
    made.later(HostWatch.LOOK.plus(HostWatch.LOOK));
    made.fresh("h0");
    await(() -> looks() == 3);
  }

  @Test
  void whereGitSaysAnotherWayToAHostItIsLookedAtAtOnce() {
    firstPass();
    made.later(HostWatch.SPREAD);
    made.fresh("h0");
    await(() -> looks() == 1);
    settle();
    Host wrong = hosts.declared(0, new Host.Tls.Fingerprint("AA:".repeat(31) + "AA"), hosts.simulated(0).token());
    made.declare(wrong, hosts.declared(1));
    await(() -> pin() == HostCare.Pin.MISMATCH);
    made.declare(hosts.declared(0), hosts.declared(1));
    await(() -> pin() == HostCare.Pin.PINNED);
    settle();
    assertThat(looks()).as("what the wrong pin refused has asked nothing, and nobody looks again").isEqualTo(2);
  }

  private HostCare.Pin pin() {
    return made.board.view().host("h0").orElseThrow().care().flatMap(HostCare::certificate).orElseThrow().pin();
  }

  @Test
  void whatAHostDoesNotAnswerNowIsUnknownForThatReason() {
    firstPass();
    hosts.simulated(0).faults().add(FaultRule.every("GET", "/nodes/pve1/t(ime|asks)", new Fault.Reset()));
    made.later(Duration.ofSeconds(20));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).poweredBy().isPresent());
    assertThat(((ChangedBy.Unknown) vm(101).poweredBy().orElseThrow()).why()).isEqualTo(ChangedBy.Why.NO_ANSWER);
  }

  private void firstPass() {
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102), CareBoard.vm(103));
    care.beat();
  }

  private void root(String path) throws InterruptedException {
    assertThat(hosts.simulated(0).keyboard().asRoot(PveRequest.post(path)).isSuccess()).isTrue();
  }

  private VmRow vm(int vmid) {
    return made.board.view().vm("h0", vmid).orElseThrow();
  }

  private List<NewEvent> events() {
    return store.events().list(EventLog.Query.newest(100)).stream().map(EventLog.StoredEvent::event).toList();
  }

  private List<LoggedRequest> asked() {
    return hosts.simulated(0).log().where(request -> request.path().endsWith("/agent/network-get-interfaces"));
  }

  private long searches() {
    return hosts.simulated(0).log().count(request -> request.path().endsWith("/pve1/tasks"));
  }

  private long looks() {
    return hosts.simulated(0).log().count(request -> request.path().endsWith("/access/permissions"));
  }

  /** Beats until nothing is under way any more. */
  private void settle() {
    await(() -> care.isIdle());
  }

  private void await(BooleanSupplier isSo) {
    await(care, isSo);
  }

  /** Beats until it is so. */
  static void await(Care care, BooleanSupplier isSo) {
    Instant until = Instant.now().plus(PATIENCE);
    care.beat();
    while (!isSo.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError("not so after " + PATIENCE);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      care.beat();
    }
  }
}
