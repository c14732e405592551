package io.pvefleet.pve.simulator.world.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One call of the API.
 *
 * @param path template such as {@code /nodes/{node}/qemu/{vmid}}
 * @param byDaemon whether pveproxy hands it to pvedaemon
 * @param ofNode whether it belongs to the node in its path
 * @param permission the declared check; missing node where any authenticated caller may
 * @param parameters by name; numbered ones stand under each number
 */
public record Endpoint(
    String method, String path, boolean byDaemon, boolean ofNode, JsonNode permission, SortedMap<String, Parameter> parameters) {

  /** How many of each numbered parameter there are; the schema only says {@code net[n]}. Source: qemu-server. */
  private static final Map<String, Integer> COUNTS =
      Map.ofEntries(
          Map.entry("net", 32), Map.entry("ipconfig", 32), Map.entry("scsi", 31), Map.entry("virtio", 16),
          Map.entry("sata", 6), Map.entry("ide", 4), Map.entry("unused", 256), Map.entry("serial", 4),
          Map.entry("parallel", 3), Map.entry("usb", 14), Map.entry("hostpci", 16), Map.entry("numa", 8),
          Map.entry("virtiofs", 10));

  public Endpoint {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  static Endpoint of(String key, JsonNode node) {
    int blank = key.indexOf(' ');
    SortedMap<String, Parameter> parameters = new TreeMap<>();
    node.path("parameters").properties().forEach(p -> {
      if (p.getKey().endsWith("[n]")) {
        String stem = p.getKey().substring(0, p.getKey().length() - 3);
        Parameter one = Parameter.of(stem, p.getValue());
        for (int i = 0; i < COUNTS.getOrDefault(stem, 1); i++) {
          parameters.put(stem + i, one);
        }
      } else {
        parameters.put(p.getKey(), Parameter.of(p.getKey(), p.getValue()));
      }
    });
    return new Endpoint(
        key.substring(0, blank), key.substring(blank + 1), node.path("protected").asInt(0) == 1,
        node.path("proxyto").asString("").equals("node"), node.path("check"), parameters);
  }

  /** {@code METHOD /path/{template}}, the name of this call. */
  public String key() {
    return method + " " + path;
  }

  /** Values of the template's names, where a path is of this form. The last name of a volume's path takes all the rest. */
  Optional<SequencedMap<String, String>> match(String called) {
    String[] wanted = path.split("/", -1);
    String[] given = called.split("/", path.endsWith("{volume}") ? wanted.length : -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        values.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** Names in the path. */
  public List<String> pathNames() {
    return match(path).map(m -> m.sequencedKeySet().stream().toList()).orElse(List.of());
  }
}
