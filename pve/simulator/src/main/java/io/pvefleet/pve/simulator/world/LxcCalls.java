package io.pvefleet.pve.simulator.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls about containers that only look at them. No container was ever recorded running: figures follow the schema. */
final class LxcCalls {

  private static final long MEMORY = 512L << 20;
  private static final long DISK = 4L << 30;
  /** Options that the API gives as numbers. */
  private static final Set<String> NUMBERS =
      Set.of("cores", "memory", "onboot", "protection", "swap", "template", "unprivileged");

  private LxcCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("GET /nodes/{node}/lxc", LxcCalls::list);
    handlers.put("GET /nodes/{node}/lxc/{vmid}/config", LxcCalls::config);
    handlers.put("GET /nodes/{node}/lxc/{vmid}/status/current", LxcCalls::current);
  }

  /** The container a call is about, or the host's words where there is none. */
  static Container container(Query q) {
    int vmid = Integer.parseInt(q.text("vmid"));
    Container container = q.world().containers().get(vmid);
    if (container == null) {
      throw Refusal.died("Configuration file 'nodes/" + q.world().facts().node() + "/lxc/" + vmid + ".conf' does not exist");
    }
    return container;
  }

  private static Turn list(Query q) {
    ArrayNode rows = Json.array();
    q.world().containers().values().stream()
        .filter(c -> q.may("/vms/" + c.vmid(), "VM.Audit"))
        .forEach(c -> rows.add(figures(q, c, Json.object().put("type", "lxc").put("vmid", c.vmid()).put("cpus", 1))));
    return q.answer(Reply.ok(rows));
  }

  private static Turn current(Query q) {
    Container container = container(q);
    ObjectNode data = figures(q, container, Json.object().put("type", "lxc").put("vmid", container.vmid()).put("cpus", 1));
    data.putObject("ha").put("managed", 0);
    return q.answer(Reply.ok(data));
  }

  private static Turn config(Query q) {
    Container container = container(q);
    ObjectNode data = Json.object();
    StringBuilder text = new StringBuilder();
    container.config().forEach((option, value) -> {
      text.append(option).append(": ").append(value).append('\n');
      if (NUMBERS.contains(option) && value.matches("\\d{1,9}")) {
        data.put(option, Integer.parseInt(value));
      } else {
        data.put(option, value);
      }
    });
    return q.answer(Reply.ok(data.put("digest", sha1(text.toString()))));
  }

  /** What lists, states and {@code cluster/resources} show alike. */
  static ObjectNode figures(Query q, Container container, ObjectNode row) {
    long uptime = container.started().map(s -> Duration.between(s, q.moment().now()).toSeconds()).orElse(0L);
    row.put("name", container.name()).put("status", container.isRunning() ? "running" : "stopped").put("uptime", uptime);
    row.put("maxmem", MEMORY).put("mem", container.isRunning() ? MEMORY / 8 : 0).put("maxdisk", DISK).put("disk", 0);
    row.put("maxswap", MEMORY).put("swap", 0).put("cpu", 0);
    return row.put("netin", 0).put("netout", 0).put("diskread", 0).put("diskwrite", 0);
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer SHA-1", e);
    }
  }
}
