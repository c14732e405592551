package io.pvefleet.engine.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What {@code GET /cluster/resources} lists: nodes, guests and storages, as far as the token may see them. Lenient: rows of
 * types that later versions add, and values of unexpected types, are passed over. Immutable.
 *
 * @param nodes name to status: {@code online}, {@code offline} or {@code unknown}
 * @param guests by vmid
 * @param rows the guests' rows as they came, by vmid
 * @param storages name to content types, by node
 * @param several nodes of guests that are listed more than once, by vmid: what such a guest is cannot be told
 * @param pools names of the resource pools that the token may see
 */
public record Listing(
    SortedMap<String, String> nodes,
    SortedMap<Integer, GuestSummary> guests,
    Map<Integer, JsonNode> rows,
    Map<String, SortedMap<String, String>> storages,
    SortedSet<String> pools,
    SortedMap<Integer, List<String>> several) {

  /** Nothing listed. */
  public static final Listing EMPTY = new Listing(new TreeMap<>(), new TreeMap<>(), Map.of(), Map.of(), new TreeSet<>(), new TreeMap<>());

  /** Reads the rows. */
  public static Listing of(JsonNode list) {
    SortedMap<String, String> nodes = new TreeMap<>();
    SortedMap<Integer, GuestSummary> guests = new TreeMap<>();
    SortedMap<Integer, JsonNode> rows = byVmid(list);
    Map<String, SortedMap<String, String>> storages = new TreeMap<>();
    SortedSet<String> pools = new TreeSet<>();
    rows.forEach((vmid, row) -> guests.put(vmid, guest(vmid, text(row, "type"), text(row, "node"), row)));
    for (JsonNode row : list) {
      if (text(row, "type").equals("node")) {
        nodes.put(text(row, "node"), text(row, "status"));
      }
      if (text(row, "type").equals("pool")) {
        pools.add(text(row, "pool"));
      }
      if (text(row, "type").equals("storage")) {
        storages.computeIfAbsent(text(row, "node"), n -> new TreeMap<>()).put(text(row, "storage"), sorted(text(row, "content")));
      }
    }
    return new Listing(nodes, guests, rows, storages, pools, several(list));
  }

  private static SortedMap<Integer, List<String>> several(JsonNode list) {
    SortedMap<Integer, List<String>> nodes = new TreeMap<>();
    for (JsonNode row : list) {
      if (row.path("vmid").asInt(-1) >= 0) {
        nodes.computeIfAbsent(row.path("vmid").asInt(), vmid -> new ArrayList<>()).add(text(row, "node"));
      }
    }
    nodes.values().removeIf(places -> places.size() < 2);
    return nodes;
  }

  /**
   * The pool of a guest. A guest's row names its pool; that it names none is a fact only where the token is seen to see pools,
   * since lists leave out what a token may not see.
   */
  public Membership membership(int vmid) {
    JsonNode row = rows.get(vmid);
    String pool = row == null ? "" : text(row, "pool");
    if (!pool.isEmpty()) {
      return new Membership.In(pool);
    }
    return row == null || pools.isEmpty() ? new Membership.Unknown() : new Membership.None();
  }

  /** Those rows of a list that are about a guest. */
  public static SortedMap<Integer, JsonNode> byVmid(JsonNode list) {
    SortedMap<Integer, JsonNode> rows = new TreeMap<>();
    for (JsonNode row : list) {
      int vmid = row.path("vmid").asInt(-1);
      if (vmid >= 0) {
        rows.put(vmid, row);
      }
    }
    return rows;
  }

  /** A row of any list of guests. */
  public static GuestSummary guest(int vmid, String type, String node, JsonNode row) {
    boolean template = text(row, "template").equals("1") || text(row, "template").equals("true");
    return new GuestSummary(
        vmid, type, node, text(row, "name"), text(row, "status"), template, tags(text(row, "tags")), text(row, "lock"));
  }

  /** Splits a tag list as Proxmox does: by semicolon, comma or blank; tags are compared in lower case. */
  public static SortedSet<String> tags(String text) {
    return Arrays.stream(text.split("[;,\\s]+"))
        .filter(tag -> !tag.isEmpty())
        .map(tag -> tag.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(JsonNode row, String key) {
    return row.path(key).asString("");
  }

  private static String sorted(String content) {
    return Stream.of(content.split(",")).map(String::strip).filter(c -> !c.isEmpty()).sorted().collect(Collectors.joining(","));
  }
}
