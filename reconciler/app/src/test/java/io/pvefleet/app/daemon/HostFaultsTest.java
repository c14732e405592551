package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.Urgency;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.fault.FaultRule;
import io.pvefleet.pve.simulator.fault.FaultSwitch;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.fault.TaskFault;
import io.pvefleet.pve.simulator.http.LoggedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every fault of a host through the whole path, from a commit to what a person sees: state, sentence, code and event; and that nobody
 * else was delayed by it.
 *
 * <pre>
 * not read     refused, blackhole, reset, pin, token, rights, norights, cluster, proxy595, proxy596, proxy599, truncated, oversized,
 *              garbage, slow, swapped, gated (never answers)
 * partly read  pending (one VM), statistics (pvestatd)
 * not written  backup, flock, storage (create, clone, grow), start, warnings, noquorum, after596, unsure599, lostcreate, revoked,
 *              forbidden
 * changing     flapping
 * </pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostFaultsTest {
  private static final List<String> SOUND = List.of("sound1", "sound2", "sound3");
  private static final List<String> NOT_READ =
      List.of("refused", "blackhole", "reset", "pin", "token", "rights", "norights", "cluster", "proxy595", "proxy596", "proxy599",
          "truncated", "oversized", "garbage", "slow", "swapped");
  private static final List<String> TROUBLED =
      List.of("pending", "statistics", "backup", "flock", "fullcreate", "fullclone", "fullgrow", "start", "warnings", "noquorum",
          "after596", "unsure599", "lostcreate", "revoked", "forbidden", "flapping");
  private static final String FULL =
      "lvcreate 'pve/vm-103-disk-0' error:   Volume group \"pve\" has insufficient free space (0 extents): 256 required.";
  private static final String CONFIG = "/nodes/pve1/qemu/101/config";

  private FaultyFleet fleet;
  private boolean wasGatedUntried;

  @BeforeAll
  void everythingGoesWrongAtOnce(@TempDir Path top) throws Exception {
    fleet = new FaultyFleet(top, Stream.of(SOUND, List.of(FaultyFleet.GATED), NOT_READ, TROUBLED).flatMap(List::stream).toList());
    breakWhatIsRead();
    breakWhatIsWritten();
    String second = FaultyFleet.vm(101, "second") + FaultyFleet.vm(102, "second");
    fleet.change(
        Map.of(
            "fullclone", second + FaultyFleet.vm(103, "second", "size: 4GiB, source: {template: 9000}"),
            "fullgrow", FaultyFleet.vm(101, "first", "size: 2GiB") + FaultyFleet.vm(102, "second")));
    TestLoop loop = fleet.loop();
    loop.await(() -> SOUND.stream().allMatch(name -> fleet.isSettled(name, 101, 102, 103)));
    wasGatedUntried = fleet.row(FaultyFleet.GATED).triedAt().filter(tried -> !tried.isBefore(fleet.changedAt())).isEmpty();
    // In the middle of a change its next look would be a glance of the schedule, which is not here.
    loop.await(() -> fleet.isSettled("flapping", 101, 102, 103));
    for (int i = 0; i < 2; i++) {
      fleet.host("flapping").faults().reachability(Reachability.OFFLINE);
      loop.await(() -> fleet.row("flapping").state() == HostState.OFFLINE, () -> fleet.wake("flapping"));
      fleet.host("flapping").faults().reachability(Reachability.REACHABLE);
      loop.await(() -> fleet.row("flapping").state() == HostState.ONLINE, () -> fleet.wake("flapping"));
    }
    loop.await(() -> NOT_READ.stream().allMatch(name -> fleet.row(name).state() == HostState.OFFLINE));
    loop.await(() -> TROUBLED.stream().allMatch(this::hasCome));
    for (int i = 0; i < 3; i++) { // no schedule here: its beats would come so
      Stream.of("fullcreate", "fullclone", "fullgrow", "start", "noquorum", "forbidden", "backup").forEach(fleet::wake);
    }
    fleet.openTheGate();
    loop.await(() -> fleet.isSettled(FaultyFleet.GATED, 101, 102, 103), () -> fleet.wake(FaultyFleet.GATED));
    System.out.printf("faults of hosts: %d at once on %d hosts%n", NOT_READ.size() + TROUBLED.size() + 1, loop.view().hosts().size());
  }

  private void breakWhatIsRead() throws Exception {
    fleet.host("refused").faults().reachability(Reachability.OFFLINE);
    fleet.host("blackhole").faults().reachability(Reachability.BLACK_HOLED);
    faults("reset").add(FaultRule.every("*", ".*", new Fault.Reset()));
    fleet.repository().host("pin", fleet.host("pin"), fleet.host("sound1").fingerprint(), "");
    fleet.host("token").keyboard().revoke(fleet.host("token").token());
    resources("rights", new Fault.StatusBeforeEffect(403, "Permission check failed (/, Sys.Audit)"));
    fleet.host("norights").keyboard().withdraw("Reconcile");
    resources("cluster", new Fault.StatusBeforeEffect(500, "ipcc_send_rec[1] failed: Connection refused"));
    resources("proxy595", new Fault.StatusBeforeEffect(595, "No route to host"));
    resources("proxy596", new Fault.StatusBeforeEffect(596, "Connection timed out"));
    resources("proxy599", new Fault.StatusBeforeEffect(599, "Too many redirections"));
    resources("truncated", new Fault.TruncatedBody());
    resources("oversized", new Fault.OversizedBody(17 << 20));
    resources("garbage", new Fault.GarbageBody());
    faults("slow").latency(FaultyFleet.SLOW, Duration.ZERO);
    fleet.repository().host("swapped", fleet.stranger(), fleet.stranger().fingerprint(), "  node: pve1\n");
    faults("pending").add(FaultRule.every("GET", "/nodes/pve1/qemu/101/pending", new Fault.TruncatedBody()));
    fleet.host("statistics").keyboard().stopStatistics();
  }

  private void breakWhatIsWritten() {
    fleet.host("backup").keyboard().backUp(101, Duration.ofHours(1));
    String got = "can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout";
    faults("flock").add(
        new FaultRule("POST", Pattern.compile(CONFIG), 1, 2, new Fault.StatusBeforeEffect(500, got)));
    faults("fullcreate").failTasks(new TaskFault("qmcreate", 99, "unable to create VM 103 - " + FULL));
    faults("fullclone").failTasks(new TaskFault("qmclone", 99, "clone failed: " + FULL));
    faults("fullgrow").failTasks(new TaskFault("resize", 99, FULL));
    faults("start").failTasks(new TaskFault("qmstart", 99, "start failed: QEMU exited with code 1"));
    faults("warnings").failTasks(new TaskFault("qmstart", 1, "WARNINGS: 1"));
    for (String method : List.of("PUT", "POST")) {
      faults("noquorum").add(FaultRule.every(method, ".*", new Fault.StatusBeforeEffect(500, "cluster not ready - no quorum?")));
    }
    faults("after596").add(FaultRule.nth(1, "POST", CONFIG, new Fault.StatusAfterEffect(596, "Connection timed out")));
    faults("unsure599").add(FaultRule.nth(1, "POST", CONFIG, new Fault.StatusBeforeEffect(599, "Too many redirections")));
    faults("lostcreate").add(FaultRule.nth(1, "POST", "/nodes/pve1/qemu", new Fault.LostAfterEffect()));
    fleet.beforeFirstWrite("revoked", () -> fleet.host("revoked").keyboard().revoke(fleet.host("revoked").token()));
    faults("forbidden").add(
        FaultRule.every("POST", CONFIG, new Fault.StatusBeforeEffect(403, "Permission check failed (/vms/101, VM.Config.Options)")));
  }

  private boolean hasCome(String name) {
    return switch (name) {
      case "pending", "backup" -> fleet.isSettled(name, 102, 103);
      case "fullcreate", "fullclone", "start", "unsure599", "forbidden" -> fleet.isSettled(name, 102) && failed(name) >= 1;
      case "fullgrow" -> fleet.isSettled(name, 102) && failed(name) >= 1;
      case "noquorum", "revoked" -> failed(name) >= 1;
      default -> fleet.isSettled(name, 101, 102, 103);
    };
  }

  private long failed(String name) {
    return fleet.events(name).stream().filter(e -> e.kind().equals("failed") || e.kind().equals("indeterminate")).count();
  }

  @AfterAll
  void close() {
    fleet.close();
  }

  @Test
  void soundHostsWereChangedWhileAnotherGaveNoAnswerAtAll() {
    assertThat(wasGatedUntried).isTrue();
    for (String name : SOUND) {
      assertThat(fleet.events(name)).extracting(NewEvent::kind).as(name).containsOnly("applied");
      assertThat(fleet.host(name).log().creates()).as(name).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refused   | PVF-0301 | cannot connect (Connection refused)",
        "blackhole | PVF-0301 | connecting timed out",
        "reset     | PVF-0301 | the connection ended before the answer was complete",
        "pin       | PVF-0301 | the certificate is not the pinned one: expected SHA-256",
        "token     | PVF-0302 | Authentication failed!",
        "rights    | PVF-0303 | Permission check failed (/, Sys.Audit)",
        "norights  | PVF-0303 | the token has no privilege on this host",
        "cluster   | PVF-0301 | ipcc_send_rec[1] failed: Connection refused",
        "proxy595  | PVF-0301 | the host's proxy could not reach its daemon: 595 No route to host",
        "proxy596  | PVF-0301 | 596 Connection timed out",
        "proxy599  | PVF-0301 | 599 Too many redirections",
        "truncated | PVF-0301 | the connection ended before the answer was complete",
        "oversized | PVF-0301 | bytes",
        "garbage   | PVF-0301 | the answer is not the Proxmox API's",
        "slow      | PVF-0301 | the host was not read within 8 s",
        "swapped   | PVF-0301 | the host has no node \"pve1\", it shows node pve2",
      })
  void hostThatCannotBeReadIsSaidOnceWithItsCodeAndKeepsItsVmsAsTheyWere(String name, String code, String sentence) {
    HostRow row = fleet.row(name);
    assertThat(row.state()).isEqualTo(HostState.OFFLINE);
    assertThat(row.faultCode()).isEqualTo(code);
    assertThat(row.fault()).contains(sentence);
    assertThat(row.vms()).allSatisfy(vm -> assertThat(vm.state()).isEqualTo(VmState.NOT_CHECKED));
    assertThat(fleet.events(name)).singleElement().satisfies(event -> {
      assertThat(event.kind()).isEqualTo(EventKind.UNREACHABLE.word());
      assertThat(event.severity()).isEqualTo(Severity.WARNING);
      assertThat(event.code()).isEqualTo(code);
      assertThat(event.message()).contains(sentence);
    });
    assertThat(fleet.host(name).log().writes()).isEmpty();
    assertThat(fleet.stranger().log().writes()).isEmpty();
  }

  @Test
  void vmThatCannotBeReadIsNotCheckedAndItsNeighboursGoOn() {
    assertThat(fleet.row("pending").state()).isEqualTo(HostState.ONLINE);
    assertThat(fleet.vm("pending", 101).state()).isEqualTo(VmState.NOT_CHECKED);
    assertThat(fleet.vm("pending", 101).detail()).startsWith("VM 101: ").contains("ended before the answer was complete");
    assertThat(fleet.isSettled("pending", 102, 103)).isTrue();
    assertThat(writesAbout("pending", 101)).isEmpty();
  }

  @Test
  void deadStatisticsDaemonIsReportedAsThatAndNothingIsConcludedFromIt() {
    assertThat(fleet.row("statistics").warnings()).singleElement().asString().contains("(pvestatd) is silent");
    assertThat(fleet.isSettled("statistics", 101, 102, 103)).isTrue();
    assertThat(fleet.events("statistics")).extracting(NewEvent::kind).containsOnly("applied");
  }

  @Test
  void vmUnderBackupIsSkippedWithoutAlarmAndItsNeighboursGoOn() {
    assertThat(fleet.vm("backup", 101).state()).isEqualTo(VmState.HELD);
    assertThat(fleet.vm("backup", 101).detail()).isEqualTo("A backup of VM 101 runs; the change follows when it has ended.");
    assertThat(Urgency.needsPerson(fleet.vm("backup", 101))).isFalse();
    assertThat(fleet.isSettled("backup", 102, 103)).isTrue();
    assertThat(fleet.events("backup")).filteredOn(e -> e.kind().equals("held")).singleElement().satisfies(event -> {
      assertThat(event.severity()).isEqualTo(Severity.INFO);
      assertThat(event.code()).isEqualTo("PVF-0404");
    });
    assertThat(writesAbout("backup", 101)).isEmpty();
  }

  @Test
  void lockOfTheHostsOwnIsTriedAgainAndNobodyHearsOfIt() {
    assertThat(writesAbout("flock", 101)).extracting(LoggedRequest::status).containsExactly(500, 500, 200);
    assertThat(fleet.events("flock")).extracting(NewEvent::kind).containsOnly("applied");
  }

  @ParameterizedTest
  @CsvSource({"fullcreate, 103, /nodes/pve1/qemu", "fullclone, 103, /clone", "fullgrow, 101, /resize"})
  void fullStorageIsToldInTheHostsWordsAndNotTriedAgainAtOnce(String name, int vmid, String path) {
    assertThat(fleet.vm(name, vmid).state()).isEqualTo(VmState.FAILED);
    assertThat(fleet.vm(name, vmid).detail()).contains("insufficient free space (0 extents)");
    assertThat(fleet.vm(name, vmid).nextTry()).isPresent();
    assertThat(Urgency.needsPerson(fleet.vm(name, vmid))).isTrue();
    assertThat(theFailure(name)).satisfies(event -> {
      assertThat(event.code()).isEqualTo("PVF-0309");
      assertThat(event.severity()).isEqualTo(Severity.ERROR);
      assertThat(event.message()).contains("insufficient free space");
    });
    assertThat(fleet.host(name).log().writes()).filteredOn(write -> write.path().endsWith(path)).hasSize(1);
    assertThat(fleet.isSettled(name, 102)).isTrue();
  }

  @Test
  void failingTaskIsToldInTheHostsWordsAndNotTriedAgainAtOnce() {
    assertThat(fleet.vm("start", 103).state()).isEqualTo(VmState.FAILED);
    assertThat(theFailure("start").message()).contains("start failed: QEMU exited with code 1");
    assertThat(theFailure("start").code()).isEqualTo("PVF-0309");
    assertThat(writesAbout("start", 103)).filteredOn(write -> write.path().endsWith("/start")).hasSize(1);
    assertThat(fleet.isSettled("start", 101, 102)).isTrue();
  }

  @Test
  void taskThatEndsInWarningsIsASuccessWithTheWarningsShown() {
    assertThat(fleet.isSettled("warnings", 103)).isTrue();
    assertThat(fleet.events("warnings")).filteredOn(e -> e.vmid().orElse(0) == 103).singleElement().satisfies(event -> {
      assertThat(event.kind()).isEqualTo("applied");
      assertThat(event.severity()).isEqualTo(Severity.WARNING);
      assertThat(event.message()).contains("simulated warning of qmstart");
    });
  }

  @Test
  void hostWithoutQuorumIsReadAndOneRefusalIsEnough() {
    assertThat(fleet.row("noquorum").state()).isEqualTo(HostState.ONLINE);
    List<NewEvent> failures = fleet.events("noquorum").stream().filter(e -> e.kind().equals("failed")).toList();
    assertThat(failures).isNotEmpty().allSatisfy(event -> {
      assertThat(event.message()).contains("its cluster has no quorum. Proxmox: cluster not ready - no quorum?");
      assertThat(event.code()).isEqualTo("PVF-0306");
    });
    assertThat(failures.stream().map(NewEvent::vmid)).as("tried once in one pass, each VM in its own").doesNotHaveDuplicates();
    assertThat(fleet.vm("noquorum", 101).state()).isEqualTo(VmState.FAILED);
    assertThat(writesAbout("noquorum", 101)).hasSize(1);
    assertThat(fleet.host("noquorum").keyboard().vm(103)).isEmpty();
  }

  @Test
  void lostAnswersAreSettledByReadingAndNothingIsSentTwice() {
    assertThat(writesAbout("after596", 101)).hasSize(1);
    assertThat(fleet.events("after596")).extracting(NewEvent::kind).containsOnly("applied");
    assertThat(fleet.host("lostcreate").log().creates()).isEqualTo(1);
    assertThat(fleet.events("lostcreate")).extracting(NewEvent::kind).containsOnly("applied");
  }

  @Test
  void writeWithoutAnEffectThatCanBeReadEndsUnknownAndIsLeftToALaterPlan() {
    assertThat(fleet.events("unsure599")).filteredOn(e -> e.kind().equals("indeterminate")).singleElement().satisfies(event -> {
      assertThat(event.code()).isEqualTo("PVF-0310");
      assertThat(event.message()).contains("reading shows no effect of it");
    });
    assertThat(fleet.vm("unsure599", 101).state()).isEqualTo(VmState.FAILED);
    assertThat(fleet.vm("unsure599", 101).nextTry()).isPresent();
    assertThat(fleet.isSettled("unsure599", 102, 103)).isTrue();
  }

  @Test
  void tokenRevokedInTheMiddleStopsTheHostAfterOneRefusal() {
    assertThat(theFailure("revoked").code()).isEqualTo("PVF-0302");
    fleet.loop().await(() -> fleet.row("revoked").state() == HostState.OFFLINE, () -> fleet.wake("revoked"));
    assertThat(fleet.row("revoked").faultCode()).isEqualTo("PVF-0302");
    assertThat(fleet.host("revoked").log().writes()).hasSize(1);
  }

  @Test
  void missingPrivilegeFailsOneVmWithItsNameAndTheOthersGoOn() {
    assertThat(fleet.vm("forbidden", 101).state()).isEqualTo(VmState.FAILED);
    assertThat(theFailure("forbidden").code()).isEqualTo("PVF-0303");
    assertThat(theFailure("forbidden").message()).contains("(/vms/101, VM.Config.Options)");
    assertThat(writesAbout("forbidden", 101)).hasSize(1);
    assertThat(fleet.isSettled("forbidden", 102, 103)).isTrue();
  }

  @Test
  void flappingHostIsToldOncePerTurnAndConvergesWithoutASecondWrite() {
    assertThat(fleet.isSettled("flapping", 101, 102, 103)).isTrue();
    List<String> turns =
        fleet.events("flapping").stream().map(NewEvent::kind).filter(k -> k.equals("unreachable") || k.equals("reachable")).toList();
    assertThat(turns).containsExactly("unreachable", "reachable", "unreachable", "reachable");
    assertThat(fleet.host("flapping").log().creates()).isEqualTo(1);
  }

  private NewEvent theFailure(String name) {
    List<NewEvent> failures = fleet.events(name).stream().filter(e -> e.kind().equals("failed")).toList();
    assertThat(failures).as(name).hasSize(1);
    return failures.getFirst();
  }

  private List<LoggedRequest> writesAbout(String name, int vmid) {
    return fleet.host(name).log().writes().stream().filter(write -> write.path().contains("/qemu/" + vmid)).toList();
  }

  private void resources(String name, Fault fault) {
    faults(name).add(FaultRule.every("GET", "/cluster/resources", fault));
  }

  private FaultSwitch faults(String name) {
    return fleet.host(name).faults();
  }
}
