package io.pvefleet.engine.observe;

import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The reads that the engine asks of a host beside those of a kind. */
public final class Reads {

  private Reads() {}

  /** Which Proxmox VE it is; any caller who is known may ask. */
  public static PveRequest version() {
    return PveRequest.get("/version");
  }

  /** Guests, storages and nodes in one answer. Existence, node, lock and tags are live; status and name lag by up to 10 s. */
  public static PveRequest resources() {
    return PveRequest.get("/cluster/resources");
  }

  /** Which privileges the caller has, by path; any caller who is known may ask. */
  public static PveRequest permissions() {
    return PveRequest.get("/access/permissions");
  }

  /** The VMs of a node with their exact power. */
  public static PveRequest vms(String node) {
    return PveRequest.get("/nodes/" + node + "/qemu");
  }

  /**
   * Whether a vmid is free. The lists leave out what the token may not see, so that absence from a list proves nothing; this
   * question needs no privilege and is answered for every guest on every node.
   */
  public static PveRequest vmidUse(int vmid) {
    return PveRequest.get("/cluster/nextid").with("vmid", Integer.toString(vmid));
  }

  /** The host's own clock. */
  public static PveRequest time(String node) {
    return PveRequest.get("/nodes/" + node + "/time");
  }

  /** What the host's clock showed; empty where it was not told. */
  public static Optional<Instant> timeOf(@Nullable Answer answer) {
    return answer instanceof Answer.Data(JsonNode data) && data.path("time").isNumber()
        ? Optional.of(Instant.ofEpochSecond(data.path("time").asLong()))
        : Optional.empty();
  }

  /** The first line of a task's log: a clone's names the VM that it makes, since 9.1.6. */
  public static PveRequest firstLine(Upid task) {
    return PveRequest.get("/nodes/" + task.node() + "/tasks/" + task.pathSegment() + "/log").with("limit", "1");
  }

  /** The newest tasks about one guest, those still running included. */
  public static PveRequest tasks(String node, int vmid) {
    return PveRequest.get("/nodes/" + node + "/tasks")
        .with("source", "all")
        .with("vmid", Integer.toString(vmid))
        .with("limit", "50");
  }

  /** Everything that the host works on now, as far as the token may see it. */
  public static PveRequest activeTasks(String node) {
    return PveRequest.get("/nodes/" + node + "/tasks").with("source", "active").with("limit", "500");
  }

  /** Tasks of one type about one guest, those still running included; a clone's task is filed under its template. */
  public static PveRequest tasks(String node, int vmid, String type) {
    return PveRequest.get("/nodes/" + node + "/tasks")
        .with("source", "all")
        .with("vmid", Integer.toString(vmid))
        .with("typefilter", type)
        .with("limit", "50");
  }
}
