package io.pvefleet.engine.observe;

import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.observe.HostUsage.Space;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Finds the figures among the rows that a pass reads anyway. Those of {@code /cluster/resources} are what Proxmox draws its own
 * graphs from, up to 10 s old; the live list of VMs tells which of them run, but measures CPU since that worker of the host was
 * last asked, which makes it 0 mostly. Lenient: a row without figures, or with some of another type, gives none.
 */
public final class UsageReader {

  private UsageReader() {}

  /**
   * What the rows tell of one node.
   *
   * @param resources the list of {@code /cluster/resources}
   * @param live the rows of the node's own list of VMs by vmid; empty where that could not be read
   */
  public static HostUsage of(JsonNode resources, Map<Integer, JsonNode> live, String node) {
    Optional<Load> own = Optional.empty();
    SortedMap<String, Space> storages = new TreeMap<>();
    SortedMap<Integer, GuestLoad> guests = new TreeMap<>();
    for (JsonNode row : resources) {
      if (row.path("node").asString("").equals(node)) {
        switch (row.path("type").asString("")) {
          case "node" -> own = load(row);
          case "storage" -> storages.put(row.path("storage").asString(""), space(row));
          case "qemu", "lxc" -> guest(row, live).ifPresent(load -> guests.put(row.path("vmid").asInt(), load));
          default -> {
            // Networks, pools and what later versions list have no load.
          }
        }
      }
    }
    return new HostUsage(own, storages, guests);
  }

  private static Optional<Load> load(JsonNode row) {
    // A token without Sys.Audit on the node gets its bare row, and so does everyone while the statistics daemon is silent.
    return row.path("cpu").isNumber() && row.path("maxmem").isNumber()
        ? Optional.of(new Load(cpu(row), count(row), bytes(row, "mem"), bytes(row, "maxmem"), uptime(row)))
        : Optional.empty();
  }

  private static Space space(JsonNode row) {
    boolean active = row.path("status").asString("").equals("available");
    return new Space(bytes(row, "disk"), bytes(row, "maxdisk"), active);
  }

  /** A guest that started or ended between the two lists has figures of one that no longer is: it gets none until the next pass. */
  private static Optional<GuestLoad> guest(JsonNode row, Map<Integer, JsonNode> live) {
    JsonNode listed = live.get(row.path("vmid").asInt(-1));
    boolean runs = listed == null || listed.path("status").asString("").equals("running");
    return runs && row.path("vmid").isNumber() && row.path("cpu").isNumber() && !uptime(row).isZero()
        ? Optional.of(new GuestLoad(cpu(row), count(row), bytes(row, "mem"), bytes(row, "maxmem"), uptime(row)))
        : Optional.empty();
  }

  /** A little more than 1 may be measured, since time of process and clock are not read at one instant. */
  private static double cpu(JsonNode row) {
    return Math.clamp(row.path("cpu").asDouble(), 0, 1);
  }

  private static int count(JsonNode row) {
    return row.path("maxcpu").asInt(0);
  }

  private static long bytes(JsonNode row, String key) {
    return Math.max(0, row.path(key).asLong(0));
  }

  private static Duration uptime(JsonNode row) {
    return Duration.ofSeconds(Math.max(0, row.path("uptime").asLong(0)));
  }
}
