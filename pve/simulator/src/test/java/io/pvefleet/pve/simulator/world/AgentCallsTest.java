package io.pvefleet.pve.simulator.world;

import static io.pvefleet.pve.simulator.world.TestWorld.ROOT;
import static io.pvefleet.pve.simulator.world.TestWorld.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.world.qemu.SimVm;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the guest agent is asked, in the words of a real host. */
class AgentCallsTest {
  private static final String PATH = "/nodes/pve1/qemu/%d/agent/network-get-interfaces";

  private final TestWorld host = new TestWorld();

  @Test
  void aRunningAgentTellsEveryCardWithItsAddresses() {
    put(102, Map.of("agent", "enabled=1", "net0", "virtio=BC:24:11:00:00:02,bridge=vmbr0", "ipconfig0", "ip=10.12.20.11/24"));
    var result = host.call(ROOT, "GET", PATH.formatted(102)).data().path("result");
    assertThat(result.get(0).path("name").asString()).isEqualTo("lo");
    assertThat(result.get(1).path("hardware-address").asString()).isEqualTo("bc:24:11:00:00:02");
    assertThat(result.get(1).path("ip-addresses").get(0).path("ip-address").asString()).isEqualTo("10.12.20.11");
    assertThat(result.get(1).path("ip-addresses").get(1).path("ip-address").asString()).startsWith("fe80::");
  }

  @Test
  void refusalsAreTheHosts() {
    assertThat(host.call(ROOT, "GET", PATH.formatted(100)).message()).isEqualTo("No QEMU guest agent configured\n");
    put(103, Map.of("agent", "1"));
    host.world = host.world.with(
        host.world.qemu().with(host.world.qemu().vm(103).orElseThrow().with(SimVm.Power.STOPPED)), TestWorld.START);
    assertThat(host.call(ROOT, "GET", PATH.formatted(103)).message()).isEqualTo("VM 103 is not running\n");
    assertThat(host.call(TOKEN, "GET", PATH.formatted(100)).message())
        .isEqualTo("Permission check failed (/vms/100, VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted)\n");
  }

  @Test
  void aDeadAgentIsWaitedForThreeSeconds() {
    put(104, Map.of("agent", "1"));
    host.world =
        host.world.with(host.world.qemu().with(host.world.qemu().vm(104).orElseThrow().with(SimVm.Guest.SILENT)), TestWorld.START);
    Turn turn = host.turn(TestWorld.START, ROOT, "GET", PATH.formatted(104));
    assertThat(turn).isInstanceOf(Turn.Waiting.class);
    assertThat(((Turn.Waiting) turn).until()).isEqualTo(TestWorld.START.plusSeconds(3));
    host.pass(Duration.ofSeconds(3));
    Turn late = host.turn(TestWorld.START, ROOT, "GET", PATH.formatted(104));
    assertThat(((Turn.Answered) late).reply().message()).isEqualTo("QEMU guest agent is not running\n");
  }

  private void put(int vmid, Map<String, String> config) {
    host.world = host.world.with(
        host.world.qemu().with(SimVm.stopped(vmid, config).with(SimVm.Power.RUNNING)), TestWorld.START);
  }
}
