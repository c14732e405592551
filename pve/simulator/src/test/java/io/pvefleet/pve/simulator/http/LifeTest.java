package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The life of a machine through the API, with the token a reconciler has. */
@Timeout(60)
class LifeTest {

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
  void aMachineIsMadeStartedChangedAndDestroyed() throws Exception {
    String created =
        task("POST", "/nodes/pve1/qemu",
            "vmid=100&name=web&memory=1024&scsi0=local-lvm%3A8&net0=virtio%2Cbridge%3Dvmbr0&tags=b%3Ba&start=1");
    assertThat(created).isEqualTo("OK");
    until(() -> call("GET", "/nodes/pve1/qemu/100/status/current", "").data().get("status").asString().equals("running"));
    assertThat(call("GET", "/cluster/nextid?vmid=100", "").json().get("errors").get("vmid").asString())
        .isEqualTo("VM 100 already exists");
    JsonNode config = call("GET", "/nodes/pve1/qemu/100/config", "").data();
    assertThat(config.get("scsi0").asString()).isEqualTo("local-lvm:vm-100-disk-0,size=8G");
    assertThat(config.get("net0").asString()).matches("virtio=BC:24:11:[0-9A-F:]{8},bridge=vmbr0");
    String digest = config.get("digest").asString();
    assertThat(task("POST", "/nodes/pve1/qemu/100/config", "memory=2048&digest=" + digest)).isEqualTo("OK");
    assertThat(call("POST", "/nodes/pve1/qemu/100/config", "memory=512&digest=" + digest).reason())
        .isEqualTo("checksum mismatch (file change by other user?)");
    assertThat(pending(100, "memory")).isEqualTo("2048");
    assertThat(call("DELETE", "/nodes/pve1/qemu/100", "").reason()).isEqualTo("VM 100 is running - destroy failed");
    assertThat(task("POST", "/nodes/pve1/qemu/100/status/stop", "")).isEqualTo("OK");
    assertThat(task("DELETE", "/nodes/pve1/qemu/100?purge=1", "")).isEqualTo("OK");
    assertThat(call("GET", "/nodes/pve1/qemu/100/config", "").statusLine())
        .isEqualTo("HTTP/1.1 500 Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist");
    assertThat(host.log().creates()).isEqualTo(1);
  }

  @Test
  void aTemplateIsClonedFullyAndLinked() throws Exception {
    assertThat(task("POST", "/nodes/pve1/qemu/9000/clone", "newid=201&name=a&full=1")).isEqualTo("OK");
    assertThat(task("POST", "/nodes/pve1/qemu/9000/clone", "newid=202&name=b")).isEqualTo("OK");
    assertThat(task("PUT", "/nodes/pve1/qemu/201/resize", "disk=scsi0&size=16G")).isEqualTo("OK");
    JsonNode full = call("GET", "/nodes/pve1/qemu/201/config", "").data();
    assertThat(full.get("scsi0").asString()).contains("local-lvm:vm-201-disk-").contains("size=16G");
    assertThat(full.get("name").asString()).isEqualTo("a");
    assertThat(full.has("template")).isFalse();
    assertThat(call("GET", "/nodes/pve1/qemu/202/config", "").data().get("scsi0").asString()).contains("local-lvm:vm-202-disk-");
    assertThat(task("POST", "/nodes/pve1/qemu/9001/clone", "newid=203&name=win&full=1")).isEqualTo("OK");
    assertThat(task("POST", "/nodes/pve1/qemu/203/status/start", "")).isEqualTo("OK");
  }

  @Test
  void aStaleListShowsANewMachineWithoutItsName() throws Exception {
    fleet.close();
    fleet = SimulatedFleet.start(SimulationSettings.FAST.withStaleness(Duration.ofHours(1)));
    host = fleet.hosts().getFirst();
    assertThat(task("POST", "/nodes/pve1/qemu", "vmid=100&name=web&tags=a")).isEqualTo("OK");
    JsonNode row =
        StreamSupport.stream(call("GET", "/cluster/resources?type=vm", "").data().spliterator(), false)
            .filter(r -> r.get("vmid").asInt() == 100)
            .findFirst()
            .orElseThrow();
    assertThat(row.get("status").asString()).isEqualTo("unknown");
    assertThat(row.get("tags").asString()).isEqualTo("a");
    assertThat(row.has("name")).isFalse();
  }

  private String pending(int vmid, String key) throws Exception {
    for (JsonNode entry : call("GET", "/nodes/pve1/qemu/" + vmid + "/pending", "").data()) {
      if (entry.get("key").asString().equals(key)) {
        return entry.path("pending").asString("");
      }
    }
    return "";
  }

  private RawClient.RawAnswer call(String method, String path, String body) throws Exception {
    return RawClient.once(host, method, path, body);
  }

  /** Starts a task and gives its exit status. */
  private String task(String method, String path, String body) throws Exception {
    RawClient.RawAnswer answer = call(method, path, body);
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.text()).isEqualTo(200);
    String upid = URLEncoder.encode(answer.data().asString(), StandardCharsets.UTF_8);
    JsonNode[] status = new JsonNode[1];
    until(() -> {
      status[0] = call("GET", "/nodes/pve1/tasks/" + upid + "/status", "").data();
      return status[0].get("status").asString().equals("stopped");
    });
    return status[0].get("exitstatus").asString();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(Condition condition) throws Exception {
    while (!condition.holds()) {
      Thread.onSpinWait();
    }
  }
}
