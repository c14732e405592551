package io.pvefleet.pve.simulator.world;

import static io.pvefleet.pve.simulator.world.TestWorld.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tasks, the locks of guests and the lists of tasks, as seen on a real host. */
class TaskTest {

  private static final String VM = "/nodes/pve1/qemu/100";

  private final TestWorld host = new TestWorld();

  @Test
  void aRunningTaskIsMissingInTheDefaultList() {
    String upid = host.call(ROOT, "POST", "/nodes/pve1/qemu/101/status/start").data().asString();
    assertThat(upid).matches("UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmstart:101:root@pam:");
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/tasks").data()).isEmpty();
    var all = host.call(ROOT, "GET", "/nodes/pve1/tasks", "source", "all").data();
    assertThat(all.get(0).get("status").asString()).isEqualTo("RUNNING");
    host.pass(Duration.ofMinutes(1));
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/tasks").data().get(0).get("status").asString()).isEqualTo("OK");
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/tasks", "limit", "0").total()).hasValue(1);
    var status = host.call(ROOT, "GET", "/nodes/pve1/tasks/" + upid + "/status").data();
    assertThat(status.get("exitstatus").asString()).isEqualTo("OK");
  }

  @Test
  void aShutdownThatWaitsForTheGuestHoldsTheLockForTenSeconds() {
    host.call(ROOT, "POST", VM + "/status/shutdown", "timeout", "60");
    Instant arrived = host.now();
    assertThat(host.turn(arrived, ROOT, "PUT", VM + "/config", "description", "x")).isInstanceOf(Turn.Waiting.class);
    host.pass(Duration.ofSeconds(10));
    Reply late = ((Turn.Answered) host.turn(arrived, ROOT, "PUT", VM + "/config", "description", "x")).reply();
    assertThat(late.message()).isEqualTo("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout\n");
    assertThat(host.call(ROOT, "GET", VM + "/config").isSuccess()).as("reads are not blocked").isTrue();
  }

  @Test
  void aTaskThatCannotGetTheLockFailsInItself() {
    host.call(ROOT, "POST", VM + "/status/shutdown", "timeout", "60");
    String start = host.call(ROOT, "POST", VM + "/status/start").data().asString();
    host.pass(Duration.ofSeconds(11));
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/tasks/" + start + "/status").data().get("exitstatus").asString())
        .isEqualTo("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout");
  }

  @Test
  void overruleShutdownInterruptsTheShutdown() {
    String shutdown = host.call(ROOT, "POST", VM + "/status/shutdown", "timeout", "60").data().asString();
    host.call(ROOT, "POST", VM + "/status/stop", "overrule-shutdown", "1");
    host.pass(Duration.ofSeconds(9));
    assertThat(host.call(ROOT, "GET", "/nodes/pve1/tasks/" + shutdown + "/status").data().get("exitstatus").asString())
        .isEqualTo("received interrupt");
    assertThat(host.call(ROOT, "GET", VM + "/status/current").data().get("status").asString()).isEqualTo("stopped");
  }

  @Test
  void clusterResourcesLagsWhileTheListIsExact() {
    host.call(ROOT, "POST", VM + "/status/stop");
    host.pass(Duration.ofSeconds(9));
    assertThat(host.call(ROOT, "GET", VM + "/status/current").data().get("status").asString()).isEqualTo("stopped");
    assertThat(resource().get("status").asString()).isEqualTo("running");
    host.pass(Duration.ofSeconds(10));
    assertThat(resource().get("status").asString()).isEqualTo("stopped");
  }

  @Test
  void theSameWorldCallAndChanceGiveTheSameAnswer() {
    TestWorld other = new TestWorld();
    String[] net = {"vmid", "200", "net0", "virtio,bridge=vmbr0"};
    assertThat(host.call(ROOT, "POST", "/nodes/pve1/qemu", net)).isEqualTo(other.call(ROOT, "POST", "/nodes/pve1/qemu", net));
    host.pass(Duration.ofMinutes(1));
    other.pass(Duration.ofMinutes(1));
    String config = "/nodes/pve1/qemu/200/config";
    assertThat(host.call(ROOT, "GET", config)).isEqualTo(other.call(ROOT, "GET", config));
  }

  private JsonNode resource() {
    return host.call(ROOT, "GET", "/cluster/resources", "type", "vm").data().get(0);
  }
}
