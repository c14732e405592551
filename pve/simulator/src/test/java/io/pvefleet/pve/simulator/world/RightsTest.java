package io.pvefleet.pve.simulator.world;

import static io.pvefleet.pve.simulator.world.TestWorld.ROOT;
import static io.pvefleet.pve.simulator.world.TestWorld.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.world.access.Credentials;
import io.pvefleet.pve.simulator.world.access.Gate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a caller may do and see, in the words of a real host. */
class RightsTest {

  private final TestWorld host = new TestWorld();

  @Test
  void aSeparatedTokenWithoutOwnRightsSeesEmptyLists() {
    assertThat(host.call(TOKEN, "GET", "/access/permissions").data()).isEmpty();
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu").data()).isEmpty();
    assertThat(host.call(TOKEN, "GET", "/storage").data()).isEmpty();
    assertThat(host.call(TOKEN, "GET", "/cluster/resources").data().size()).as("the bare node row").isEqualTo(1);
    assertThat(host.call(TOKEN, "GET", "/cluster/nextid", "vmid", "100").errors()).containsEntry("vmid", "VM 100 already exists");
  }

  @Test
  void refusalsNamePathAndPrivilege() {
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu/100/config").message())
        .isEqualTo("Permission check failed (/vms/100, VM.Audit)\n");
    assertThat(host.call(TOKEN, "POST", "/nodes/pve1/qemu", "vmid", "300").message()).isEqualTo("Permission check failed\n");
    assertThat(host.call(TOKEN, "POST", "/nodes/pve1/qemu/100/clone", "newid", "300").status()).isEqualTo(403);
  }

  @Test
  void aTokenHasAtMostWhatItsUserHas() {
    host.grant("/", "Administrator");
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu").data().size()).isEqualTo(2);
    host.world = host.world.with(host.world.access().withoutPath("/"));
    host.grant("/", "Administrator");
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu").data()).isEmpty();
  }

  @Test
  void aMoreSpecificEntryReplacesTheInheritedOne() {
    host.grant("/", "Administrator");
    host.grant("/vms/100", "NoAccess");
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu").data().size()).isEqualTo(1);
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu/100/config").status()).isEqualTo(403);
  }

  @Test
  void aPoolsRightsHoldForItsMembers() {
    host.call(ROOT, "POST", "/pools", "poolid", "p");
    host.call(ROOT, "PUT", "/pools", "poolid", "p", "vms", "101");
    host.grant("/pool/p", "PVEVMAdmin");
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu").data().get(0).get("vmid").asInt()).isEqualTo(101);
    host.call(ROOT, "PUT", "/pools", "poolid", "p", "vms", "101", "delete", "1");
    assertThat(host.call(TOKEN, "GET", "/nodes/pve1/qemu").data()).isEmpty();
  }

  @Test
  void noTokenIsRootItself() {
    host.grant("/", "Administrator");
    assertThat(host.call(TOKEN, "PUT", "/nodes/pve1/qemu/101/config", "args", "-x").message())
        .isEqualTo("only root can set 'args' config\n");
    assertThat(host.call(ROOT, "PUT", "/nodes/pve1/qemu/101/config", "args", "-x").isSuccess()).isTrue();
  }

  @Test
  void aTokenFindsItselfInTheListOfUsersOnlyByARight() {
    host.call(ROOT, "POST", "/access/users/ops@pve/token/brief", "expire", "1795400000");
    assertThat(host.call(TOKEN, "GET", "/access/users", "full", "1").data()).isEmpty();
    assertThat(host.call(TOKEN, "GET", "/access/users/ops@pve/token/brief").status()).isEqualTo(403);
    host.grant("/access/groups", "PVEAuditor");
    assertThat(host.call(TOKEN, "GET", "/access/users", "full", "1").data().get(0).path("tokens").get(0).path("expire").asLong())
        .isEqualTo(1795400000L);
    assertThat(host.call(TOKEN, "GET", "/access/users/ops@pve/token/brief").status()).isEqualTo(403);
    host.grant("/access/groups", "PVEUserAdmin");
    assertThat(host.call(TOKEN, "GET", "/access/users/ops@pve/token/brief").data().path("expire").asLong()).isEqualTo(1795400000L);
  }

  @Test
  void anExpiredTokenIsNobodys() {
    host.call(ROOT, "POST", "/access/users/ops@pve/token/brief", "expire", Long.toString(TestWorld.START.getEpochSecond()));
    String secret = host.world.access().tokens().get("ops@pve!brief").secret();
    Credentials shown = new Credentials(Optional.empty(), Optional.of("PVEAPIToken=ops@pve!brief=" + secret), Optional.empty());
    Gate gate = new Gate(host.world.access());
    assertThat(gate.check("GET", "/version", shown, TestWorld.START)).isInstanceOf(Gate.Verdict.Known.class);
    assertThat(gate.check("GET", "/version", shown, TestWorld.START.plusSeconds(1)))
        .isEqualTo(new Gate.Verdict.Unknown("Authentication failed!"));
  }

  @Test
  void rightsAreCheckedBeforeParameters() {
    assertThat(host.call(TOKEN, "PUT", "/nodes/pve1/qemu/100/config", "nosuch", "1").status()).isEqualTo(403);
    assertThat(host.call(ROOT, "PUT", "/nodes/pve1/qemu/100/config", "nosuch", "1").errors()).containsKey("nosuch");
  }
}
