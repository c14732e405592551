package io.pvefleet.pve.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BackupTest {

  private static final Caller ROOT = new Caller.Ticket("root@pam");
  private static final String VZDUMP = "/nodes/pve1/vzdump";
  private static final String OFF = "/nodes/pve1/qemu/101";

  private final TestWorld host = new TestWorld();

  BackupTest() {
    TreeMap<String, SimStorage> storages = new TreeMap<>(host.world.storages());
    storages.put("vault", new SimStorage("vault", SimStorage.Type.DIR, Set.of("backup"), 1L << 40));
    host.world = host.world.withStorages(storages);
  }

  @Test
  void theConfigurationIsLockedUntilTheBackupHasEnded() {
    String digest = digest();
    String upid = host.call(ROOT, "POST", VZDUMP, "vmid", "101", "storage", "vault").data().asString();
    assertThat(upid).contains(":vzdump:101:");
    assertThat(host.call(ROOT, "PUT", OFF + "/config", "description", "x").message()).isEqualTo("VM is locked (backup)\n");
    assertThat(digest()).isNotEqualTo(digest);
    host.pass(Duration.ofMinutes(2));
    assertThat(exit(upid)).isEqualTo("OK");
    assertThat(digest()).isEqualTo(digest);
  }

  @Test
  void aStoppedMachineGetsAProcessThatWaits() {
    host.call(ROOT, "POST", VZDUMP, "vmid", "101", "storage", "vault");
    var status = host.call(ROOT, "GET", OFF + "/status/current").data();
    assertThat(status.get("status").asString()).isEqualTo("running");
    assertThat(status.get("qmpstatus").asString()).isEqualTo("prelaunch");
    host.pass(Duration.ofMinutes(2));
    assertThat(host.call(ROOT, "GET", OFF + "/status/current").data().get("status").asString()).isEqualTo("stopped");
  }

  @Test
  void aLockedMachineFailsTheJobAndKeepsItsLock() {
    host.call(ROOT, "PUT", OFF + "/config", "lock", "migrate");
    String upid = host.call(ROOT, "POST", VZDUMP, "vmid", "101", "storage", "vault").data().asString();
    host.pass(Duration.ofMinutes(2));
    assertThat(exit(upid)).isEqualTo("job errors");
    assertThat(host.call(ROOT, "GET", OFF + "/config").data().get("lock").asString()).isEqualTo("migrate");
  }

  @Test
  void aStorageWithoutBackupsFailsInTheTask() {
    String upid = host.call(ROOT, "POST", VZDUMP, "vmid", "101").data().asString();
    host.pass(Duration.ofMinutes(2));
    assertThat(exit(upid)).contains("can't use storage 'local' for backups - wrong content type");
  }

  @Test
  void aGuestMustBeNamed() {
    assertThat(host.call(ROOT, "POST", VZDUMP).errors()).containsEntry("vmid", "property is missing");
  }

  private String digest() {
    return host.call(ROOT, "GET", OFF + "/config").data().get("digest").asString();
  }

  private String exit(String upid) {
    return host.call(ROOT, "GET", "/nodes/pve1/tasks/" + upid + "/status").data().get("exitstatus").asString();
  }
}
