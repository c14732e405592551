package io.pvefleet.engine.observe;

import java.util.Set;

/**
 * A guest as the host's lists show it: enough to name it, not to compare it.
 *
 * @param type {@code qemu} or {@code lxc}
 * @param node the node that it is on now
 * @param status {@code running}, {@code stopped} or {@code unknown}
 * @param lock empty where none
 */
public record GuestSummary(
    int vmid, String type, String node, String name, String status, boolean template, Set<String> tags, String lock) {
  public GuestSummary {
    tags = Set.copyOf(tags);
  }
}
