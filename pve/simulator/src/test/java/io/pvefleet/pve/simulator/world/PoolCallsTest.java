package io.pvefleet.pve.simulator.world;

import static io.pvefleet.pve.simulator.world.TestWorld.ROOT;
import static io.pvefleet.pve.simulator.world.TestWorld.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools as pve-access-control keeps them: a guest is in one at most, and moving it takes the right on both. */
class PoolCallsTest {

  private final TestWorld host = new TestWorld();

  @BeforeEach
  void pools() {
    host.call(ROOT, "POST", "/pools", "poolid", "tills", "comment", "at the counter");
    host.call(ROOT, "POST", "/pools", "poolid", "kiosks");
    host.call(ROOT, "PUT", "/pools", "poolid", "tills", "vms", "101");
  }

  @Test
  void aMemberOfAnotherPoolIsMovedOnlyWhereThatIsAllowed() {
    assertThat(host.call(ROOT, "PUT", "/pools", "poolid", "kiosks", "vms", "101").message())
        .isEqualTo("update pools failed: VM 101 belongs already to pool 'tills' and 'allow-move' is not set\n");
    assertThat(host.call(ROOT, "PUT", "/pools", "poolid", "kiosks", "vms", "101", "allow-move", "1").isSuccess()).isTrue();
    assertThat(host.world.poolOf(101)).contains("kiosks");
    assertThat(host.world.pools().get("tills").vmids()).isEmpty();
  }

  @Test
  void movingTakesTheRightOnThePoolThatIsLeft() {
    host.grant("/pool/kiosks", "PVEPoolAdmin");
    host.grant("/vms/101", "PVEVMAdmin");
    assertThat(host.call(TOKEN, "PUT", "/pools", "poolid", "kiosks", "vms", "101", "allow-move", "1").status()).isEqualTo(403);
    assertThat(host.world.poolOf(101)).contains("tills");
    host.grant("/pool/tills", "PVEPoolAdmin");
    assertThat(host.call(TOKEN, "PUT", "/pools", "poolid", "kiosks", "vms", "101", "allow-move", "1").isSuccess()).isTrue();
  }

  @Test
  void addingTakesTheRightOnTheGuest() {
    host.grant("/pool/kiosks", "PVEPoolAdmin");
    assertThat(host.call(TOKEN, "PUT", "/pools", "poolid", "kiosks", "vms", "100").message())
        .isEqualTo("Permission check failed (/vms/100, Permissions.Modify|VM.Allocate)\n");
    assertThat(host.call(TOKEN, "PUT", "/pools", "poolid", "tills", "vms", "100").message())
        .isEqualTo("Permission check failed (/pool/tills, Pool.Allocate)\n");
  }

  @Test
  void oneBadGuestOfSeveralLeavesThePoolAsItWas() {
    assertThat(host.call(ROOT, "PUT", "/pools", "poolid", "tills", "vms", "100,101").message())
        .isEqualTo("update pools failed: VM 101 is already a pool member\n");
    assertThat(host.world.pools().get("tills").vmids()).containsExactly(101);
  }

  @Test
  void aPoolHasACommentAndStorages() {
    host.call(ROOT, "PUT", "/pools", "poolid", "kiosks", "comment", "by the door", "storage", "local");
    assertThat(host.world.pools().get("kiosks").comment()).isEqualTo("by the door");
    assertThat(host.world.pools().get("kiosks").storages()).containsExactly("local");
    assertThat(host.call(ROOT, "PUT", "/pools", "poolid", "kiosks", "storage", "local").message())
        .isEqualTo("update pools failed: Storage 'local' is already a pool member\n");
  }
}
