package io.pvefleet.pve.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException.AlreadyExists;
import io.pvefleet.pve.fault.PveException.Forbidden;
import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.Lock;
import io.pvefleet.pve.fault.PveException.Locked;
import io.pvefleet.pve.fault.PveException.NotFound;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.fault.PveException.TaskFailed;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class FaultClassifierTest {

  private static final PveRequest READ = PveRequest.get("/nodes/pve1/qemu/100/pending");
  private static final PveRequest WRITE = PveRequest.put("/nodes/pve1/qemu/100/config").with("cores", "2");
  private static final Upid TASK = Upid.parse("UPID:pve1:00000187:0007108E:6B026C76:qmstart:100:root@pam!full:").orElseThrow();

  /** The rows of the reference's table of errors, and texts of PVE 7 to 9 for each. */
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', textBlock = """
      401, No ticket, Unauthenticated
      401, Authentication failed!, Unauthenticated
      401, Permission denied - invalid csrf token, Unauthenticated
      401, authentication failure, Unauthenticated
      403, "Permission check failed (/vms/100, VM.Audit)", Forbidden
      403, Permission check failed (user != root@pam), Forbidden
      403, Permission check failed, Forbidden
      500, only root can set 'args' config, Forbidden
      500, only root can modify 'serial0' config for real devices, Forbidden
      500, only root can set 'usb0' config for non-mapped devices, Forbidden
      500, Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 585., Forbidden
      500, Configuration file 'nodes/pve1/qemu-server/4711.conf' does not exist, NotFound
      500, Configuration file 'nodes/pve1/lxc/200.conf' does not exist, NotFound
      500, unable to find configuration file for VM 999 on node 'pve1', NotFound
      500, snapshot 's1' does not exist, NotFound
      500, unable to create VM 100 - VM 100 already exists on node 'pve', AlreadyExists
      500, unable to create VM 300 - CT 300 already exists on node 'pve', AlreadyExists
      500, unable to create VM 101: config file already exists, AlreadyExists
      500, unable to create CT 101: config file already exists, AlreadyExists
      500, snapshot name 's1' already used, AlreadyExists
      500, update pools failed: VM 100 is already a pool member, AlreadyExists
      500, can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout, Locked
      500, can't lock file '/var/lock/pve-manager/pve-storage-local' - got timeout, Locked
      500, cfs-lock 'storage-nfs' error: got lock request timeout, Locked
      500, error with cfs lock 'storage-nfs': got lock request timeout, Locked
      500, VM is locked (backup), Locked
      500, CT is locked (disk), Locked
      500, VM is locked (snapshot-delete), Locked
      500, cluster not ready - no quorum?, Locked
      500, ipcc_send_rec[1] failed: Connection refused, Locked
      500, checksum mismatch (file change by other user?), Conflict
      500, detected modified configuration - file changed by other user? Try again., Conflict
      500, can't remove VM 100 - protection mode enabled, Rejected
      500, VM 100 not running, Rejected
      500, VM 100 is running - destroy failed, Rejected
      500, VM is paused - cannot shutdown, Rejected
      500, no options specified, Rejected
      500, storage 'nosuch' does not exist, Rejected
      500, hostname lookup 'x' failed - failed to get address info for: x: Name or service not known, Rejected
      500, no such cluster node 'nosuch', Rejected
      500, disk 'scsi9' does not exist, Rejected
      501, Method 'GET /x' not implemented, Rejected
      501, for data too large, Rejected
      501, chunked transfer encoding not supported, Rejected
      506, upload 'Content-Type 'text/plain' not implemented, Rejected
      595, No route to host, Unreachable
      595, Connection refused, Unreachable
      301, Moved Permanently, Unreachable
      404, Not Found, Unreachable
      429, Too Many Requests, Unreachable
      """)
  void eachRowOfTheTableIsOneCaseForReadsAndWrites(int status, String text, String expected) {
    assertThat(FaultClassifier.of(READ, nine(status, text)).getClass().getSimpleName()).isEqualTo(expected);
    assertThat(FaultClassifier.of(WRITE, nine(status, text)).getClass().getSimpleName()).isEqualTo(expected);
    assertThat(FaultClassifier.of(WRITE, seven(status, text)).getClass().getSimpleName()).isEqualTo(expected);
    assertThat(FaultClassifier.of(READ, nine(status, text)).message()).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    "596, Connection timed out", "597, broken pipe", "599, Too many redirections", "502, Bad Gateway", "504, Gateway Timeout",
  })
  void noWordFromTheDaemonIsNoAnswerForReadsAndIndeterminateForWrites(int status, String text) {
    assertThat(FaultClassifier.of(READ, nine(status, text))).isInstanceOf(Unreachable.class);
    assertThat(FaultClassifier.of(WRITE, nine(status, text))).isInstanceOf(Indeterminate.class).hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"got no worker upid - start worker failed", "starting worker failed: unable to create output file"})
  void aWorkerThatDidNotReportMayHaveStarted(String text) {
    assertThat(FaultClassifier.of(WRITE, nine(500, text))).isInstanceOf(Indeterminate.class);
  }

  @Test
  void unreachableSaysThatAWriteWasNotCarriedOut() {
    assertThat(FaultClassifier.of(WRITE, nine(595, "No route to host")))
        .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NO_ANSWER));
  }

  @Test
  void aReverseProxysNotFoundIsNoMissingGuest() {
    assertThat(FaultClassifier.of(READ, nine(404, "Not Found")))
        .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_PROXMOX));
  }

  @Test
  void lockTellsWhatHoldsIt() {
    assertThat(lock("VM is locked (backup)").configLock()).contains("backup");
    assertThat(lock("VM is locked (backup)").lock()).isEqualTo(Lock.GUEST_CONFIG);
    assertThat(lock("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout").lock()).isEqualTo(Lock.GUEST_FILE);
    assertThat(lock("can't lock file '/var/lock/pve-manager/pve-storage-x' - got timeout").lock()).isEqualTo(Lock.STORAGE);
    assertThat(lock("cfs-lock 'storage-nfs' error: got lock request timeout").lock()).isEqualTo(Lock.STORAGE);
    assertThat(lock("error with cfs lock 'storage-nfs': got lock request timeout").lock()).isEqualTo(Lock.STORAGE);
    assertThat(lock("cluster not ready - no quorum?").lock()).isEqualTo(Lock.CLUSTER);
    assertThat(lock("cluster not ready - no quorum?").configLock()).isEmpty();
  }

  @Test
  void hotplugProblemKeepsItsFields() {
    PveResponse response = fields(Map.of("net0", "hotplug problem - still busy\n", "cores", "x"));
    assertThat(FaultClassifier.of(WRITE, response)).isInstanceOfSatisfying(Rejected.class, rejected -> {
      assertThat(rejected.fields()).containsOnlyKeys("cores", "net0");
      assertThat(rejected.message()).isEqualTo("Parameter verification failed. cores: x; net0: hotplug problem - still busy");
    });
  }

  @Test
  void onlyRootAsAParametersTextIsForbidden() {
    PveResponse response = fields(Map.of("skiplock", "Only root may use this option."));
    assertThat(FaultClassifier.of(WRITE, response)).isInstanceOf(Forbidden.class).hasMessageContaining("skiplock");
  }

  @Test
  void nextidTellsATakenIdFromABadOne() {
    PveRequest nextid = PveRequest.get("/cluster/nextid").with("vmid", "100");
    assertThat(FaultClassifier.of(nextid, fields(Map.of("vmid", "VM 100 already exists")))).isInstanceOf(AlreadyExists.class);
    assertThat(FaultClassifier.of(nextid, fields(Map.of("vmid", "invalid format - value does not look like a valid VM ID\n"))))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void aTaskWhoseLogIsGoneIsNotFound() {
    assertThat(FaultClassifier.of(READ, fields(Map.of("upid", "no such task")))).isInstanceOf(NotFound.class);
  }

  @Test
  void successIsNoFault() {
    assertThatThrownBy(() -> FaultClassifier.of(READ, nine(200, ""))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FaultClassifier.ofTask(TASK, "OK", List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FaultClassifier.ofTask(TASK, "WARNINGS: 2", List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', textBlock = """
      "VM is locked (backup)", Locked
      "can't lock file '/var/lock/qemu-server/lock-122.conf' - got timeout", Locked
      "clone failed: can't lock file '/var/lock/pve-manager/pve-storage-local' - got timeout", Locked
      "checksum mismatch (file change by other user?)", Conflict
      "Configuration file 'nodes/pve1/qemu-server/4711.conf' does not exist", NotFound
      "unable to create VM 1032: config file already exists", AlreadyExists
      "close (rename) atomic file '/etc/pve/nodes/pve/qemu-server/300.conf' failed: File exists", AlreadyExists
      "403 Permission check failed (/storage/local, Datastore.AllocateSpace)", Forbidden
      "400 Parameter verification failed. ide2: hotplug problem - unable to change media type ", Rejected
      "can't remove drive 'scsi0' - protection mode enabled", Rejected
      "unexpected status", Indeterminate
      "unable to get last line from task log - x", Indeterminate
      "", Indeterminate
      "VM quit/powerdown failed - got timeout", TaskFailed
      "checksum mismatch: got 'a' != expect 'b'", TaskFailed
      "VM 122 already running", TaskFailed
      "interrupted by signal", TaskFailed
      "received interrupt", TaskFailed
      "storage 'nosuch' does not exist", TaskFailed
      "disk image '/var/lib/vz/images/1/vm-1-cloudinit.qcow2' already exists", TaskFailed
      "start failed: QEMU exited with code 1", TaskFailed
      """)
  void eachExitStatusIsOneCase(String exitStatus, String expected) {
    assertThat(FaultClassifier.ofTask(TASK, exitStatus, List.of()).getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void fieldsOfAnExitStatusAreRead() {
    String text = "400 Parameter verification failed. net2: hotplug problem - VM 1 qmp command 'netdev_add' failed - script: no"
        + " scsi1: hotplug problem - busy ";
    assertThat(FaultClassifier.ofTask(TASK, text, List.of())).isInstanceOfSatisfying(Rejected.class, rejected ->
        assertThat(rejected.fields())
            .containsEntry("net2", "hotplug problem - VM 1 qmp command 'netdev_add' failed - script: no")
            .containsEntry("scsi1", "hotplug problem - busy"));
  }

  @Test
  void failedTaskKeepsItsLogAndUpid() {
    assertThat(FaultClassifier.ofTask(TASK, "start failed", List.of("a", "TASK ERROR: start failed")))
        .isInstanceOfSatisfying(TaskFailed.class, failed -> {
          assertThat(failed.log()).hasSize(2);
          assertThat(failed.upid()).isEqualTo(TASK);
        });
    assertThat(FaultClassifier.ofTask(TASK, "unexpected status", List.of()))
        .isInstanceOfSatisfying(Indeterminate.class, lost -> assertThat(lost.upid()).contains(TASK));
  }

  @Test
  void messageIsOneLineOfBoundedLength() {
    assertThat(FaultClassifier.of(READ, nine(500, "first\nsecond\t\u001b[31mthird")).message())
        .isEqualTo("first second [31mthird");
    assertThat(FaultClassifier.of(READ, nine(500, "x".repeat(5000))).message()).hasSize(1000).endsWith("...");
    assertThat(FaultClassifier.of(READ, seven(500, ""))).hasMessage("status 500");
  }

  private static Locked lock(String text) {
    return (Locked) FaultClassifier.of(WRITE, nine(500, text));
  }

  /** As pve-http-server 5.2.0 and later answers: the text in the body too. */
  private static PveResponse nine(int status, String text) {
    return new PveResponse(status, text.lines().findFirst().orElse(""), JsonNodeFactory.instance.nullNode(), Map.of(), text);
  }

  /** As PVE 7 answers: the text in the status line alone. */
  private static PveResponse seven(int status, String text) {
    return new PveResponse(status, text, JsonNodeFactory.instance.nullNode(), Map.of(), "");
  }

  private static PveResponse fields(Map<String, String> errors) {
    String text = "Parameter verification failed.";
    return new PveResponse(400, text, JsonNodeFactory.instance.nullNode(), errors, text);
  }
}
