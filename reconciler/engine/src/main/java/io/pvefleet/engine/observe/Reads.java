package io.pvefleet.engine.observe;

import io.pvefleet.pve.wire.PveRequest;

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

  /** Tasks of one type about one guest, those still running included; a clone's task is filed under its template. */
  public static PveRequest tasks(String node, int vmid, String type) {
    return PveRequest.get("/nodes/" + node + "/tasks")
        .with("source", "all")
        .with("vmid", Integer.toString(vmid))
        .with("typefilter", type)
        .with("limit", "50");
  }
}
