package io.pvefleet.pve.simulator.world;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls about the machine itself: version, status, time, network, certificates. */
final class NodeCalls {

  private static final String REPO = "14a22df35955d97d";

  private NodeCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("GET /version", q -> q.answer(Reply.ok(version(q))));
    handlers.put("GET /nodes/{node}/version", q -> q.answer(Reply.ok(version(q))));
    handlers.put("GET /nodes", NodeCalls::nodes);
    handlers.put("GET /nodes/{node}/status", NodeCalls::status);
    handlers.put("GET /nodes/{node}/time", NodeCalls::time);
    handlers.put("GET /nodes/{node}/network", NodeCalls::network);
    handlers.put("GET /nodes/{node}/certificates/info", NodeCalls::certificates);
  }

  private static ObjectNode version(Query q) {
    return Json.object()
        .put("version", q.world().facts().version())
        .put("release", q.world().facts().release())
        .put("repoid", REPO);
  }

  private static Turn nodes(Query q) {
    ObjectNode row = Json.object();
    String node = q.world().facts().node();
    row.put("id", "node/" + node).put("type", "node").put("node", node).put("status", "online");
    row.put("ssl_fingerprint", q.world().facts().fingerprint());
    row.put("level", "");
    if (q.may("/nodes/" + node, "Sys.Audit")) {
      figures(q, row);
    }
    return q.answer(Reply.ok(Json.array().add(row)));
  }

  /** Load of the machine: its guests' memory, and nothing that would make tests flicker. */
  static void figures(Query q, ObjectNode row) {
    HostFacts facts = q.world().facts();
    row.put("cpu", 0.01 * q.world().processes().size());
    row.put("maxcpu", facts.threads());
    row.put("mem", usedMemory(q));
    row.put("maxmem", facts.memory());
    row.put("disk", StorageCalls.used(q.world(), "local"));
    row.put("maxdisk", StorageCalls.total(q.world(), "local"));
    row.put("uptime", uptime(q));
  }

  private static long usedMemory(Query q) {
    long guests =
        q.world().processes().keySet().stream()
            .map(vmid -> q.world().qemu().vms().get(vmid))
            .filter(Objects::nonNull)
            .mapToLong(vm -> ClusterCalls.memory(vm) / 2)
            .sum();
    return Math.min(q.world().facts().memory(), (2L << 30) + guests);
  }

  private static long uptime(Query q) {
    return Duration.between(q.world().facts().bootedAt(), q.moment().now()).toSeconds();
  }

  private static Turn status(Query q) {
    HostFacts facts = q.world().facts();
    String kernel = "6.17.2-1-pve";
    String build = "#1 SMP PREEMPT_DYNAMIC PMX 6.17.2-1";
    ObjectNode data = Json.object();
    data.put("pveversion", "pve-manager/" + facts.version() + "/" + REPO);
    data.put("kversion", "Linux " + kernel + " " + build);
    data.put("uptime", uptime(q)).put("cpu", 0.01 * q.world().processes().size()).put("idle", 0).put("wait", 0);
    data.set("loadavg", Json.texts(List.of("0.10", "0.12", "0.11")));
    data.putObject("current-kernel")
        .put("sysname", "Linux").put("release", kernel).put("version", build).put("machine", "x86_64");
    data.putObject("boot-info").put("mode", "efi").put("secureboot", 0);
    data.putObject("cpuinfo")
        .put("cpus", facts.threads()).put("cores", Math.max(1, facts.threads() / 2)).put("sockets", 1)
        .put("hvm", "1").put("user_hz", 100)
        .put("mhz", "2499.998").put("vendor", "GenuineIntel").put("family", "6").put("model", "Simulated CPU @ 2.50GHz")
        .put("flags", "fpu vme de pse tsc msr pae aes vmx");
    long used = usedMemory(q);
    data.putObject("memory")
        .put("total", facts.memory()).put("used", used)
        .put("free", facts.memory() - used).put("available", facts.memory() - used);
    data.putObject("swap").put("total", 0).put("used", 0).put("free", 0);
    data.putObject("ksm").put("shared", 0);
    long total = StorageCalls.total(q.world(), "local");
    long taken = StorageCalls.used(q.world(), "local");
    data.putObject("rootfs").put("total", total).put("used", taken).put("free", total - taken).put("avail", total - taken);
    return q.answer(Reply.ok(data));
  }

  private static Turn time(Query q) {
    long now = q.moment().now().getEpochSecond();
    return q.answer(Reply.ok(Json.object().put("time", now).put("localtime", now).put("timezone", "Etc/UTC")));
  }

  private static Turn network(Query q) {
    ArrayNode rows = Json.array();
    for (String bridge : q.world().facts().bridges().stream().sorted().toList()) {
      ObjectNode row = rows.addObject();
      row.put("iface", bridge).put("type", "bridge").put("active", 1).put("autostart", 1);
      row.put("method", "static").put("method6", "manual");
      row.put("bridge_ports", "eth0").put("bridge_stp", "off").put("bridge_fd", "0").put("priority", 3);
      row.put("address", "192.0.2.10").put("netmask", "24").put("cidr", "192.0.2.10/24").put("gateway", "192.0.2.1");
      row.putArray("families").add("inet");
    }
    ObjectNode card = rows.addObject();
    card.put("iface", "eth0").put("type", "eth").put("active", 1).put("exists", 1);
    card.put("method", "manual").put("method6", "manual");
    card.putArray("families").add("inet");
    return q.answer(Reply.ok(rows));
  }

  private static Turn certificates(Query q) {
    ArrayNode rows = Json.array();
    for (HostFacts.Certificate certificate : q.world().facts().certificates()) {
      ObjectNode row = rows.addObject();
      row.put("filename", certificate.filename()).put("subject", certificate.subject()).put("issuer", certificate.issuer());
      row.put("fingerprint", certificate.fingerprint()).put("pem", certificate.pem());
      row.put("notbefore", certificate.notBefore().getEpochSecond()).put("notafter", certificate.notAfter().getEpochSecond());
      row.put("public-key-type", "id-ecPublicKey").put("public-key-bits", 256);
      row.set("san", Json.texts(certificate.names()));
    }
    return q.answer(Reply.ok(rows));
  }
}
