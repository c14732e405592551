package io.pvefleet.pve.simulator.world.qemu;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the reads of a machine answer: configuration, pending values, status, list entry. */
public final class Views {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MASK = "**********";
  private static final long MIB = 1L << 20;

  private Views() {}

  /** {@code GET config}: the values in effect with everything pending applied. */
  public static JsonNode effective(SimVm vm) {
    return config(vm, vm.effective());
  }

  /** {@code GET config?current=1}: the values in effect. */
  public static JsonNode current(SimVm vm) {
    return config(vm, vm.config());
  }

  private static JsonNode config(SimVm vm, Map<String, String> values) {
    ObjectNode node = JSON.objectNode();
    values.forEach((key, value) -> put(node, key, key, value));
    node.put("digest", vm.digest());
    return node;
  }

  /** {@code GET pending}: both views, entry by entry. */
  public static JsonNode pending(SimVm vm) {
    ArrayNode list = JSON.arrayNode();
    TreeSet<String> keys = new TreeSet<>(vm.config().keySet());
    keys.addAll(vm.pending().keySet());
    keys.addAll(vm.deletes().keySet());
    for (String key : keys) {
      ObjectNode entry = list.addObject().put("key", key);
      Optional.ofNullable(vm.config().get(key)).ifPresent(value -> put(entry, key, "value", value));
      Optional.ofNullable(vm.pending().get(key)).ifPresent(value -> put(entry, key, "pending", value));
      Optional.ofNullable(vm.deletes().get(key)).ifPresent(how -> entry.put("delete", how == SimVm.Delete.FORCED ? 2 : 1));
    }
    list.addObject().put("key", "digest").put("value", vm.digest());
    return list;
  }

  private static void put(ObjectNode node, String option, String name, String value) {
    if (option.equals("cipassword")) {
      node.put(name, MASK);
    } else if (ConfigText.INTEGERS.contains(option) || ConfigText.BOOLEANS.contains(option)) {
      node.set(name, JSON.numberNode(new BigInteger(value)));
    } else {
      node.put(name, value);
    }
  }

  /** Entry of {@code GET /nodes/{node}/qemu}. */
  public static ObjectNode listEntry(SimVm vm, int hostCpus) {
    ObjectNode node = JSON.objectNode();
    Map<String, String> config = vm.config();
    long cpus = Memory.number(config.getOrDefault("sockets", "1")) * Memory.number(config.getOrDefault("cores", "1"));
    node.put("vmid", vm.vmid());
    node.put("name", config.getOrDefault("name", "VM " + vm.vmid()));
    node.put("status", vm.isRunning() ? "running" : "stopped");
    node.put("cpus", Math.min(config.containsKey("vcpus") ? Memory.number(config.get("vcpus")) : cpus, hostCpus));
    node.set("maxmem", bytes(config.get("memory")));
    node.put("maxdisk", bootDiskSize(config));
    for (String zero : new String[] {"cpu", "disk", "mem", "memhost", "netin", "netout"}) {
      node.put(zero, 0);
    }
    node.put("uptime", vm.isRunning() ? 1 : 0);
    if (vm.isRunning()) {
      node.put("pid", 10_000 + vm.vmid());
    }
    for (String key : new String[] {"tags", "lock"}) {
      Optional.ofNullable(config.get(key)).ifPresent(value -> node.put(key, value));
    }
    if (vm.isTemplate()) {
      node.put("template", 1);
    }
    if (config.keySet().stream().anyMatch(key -> Options.SERIAL.matcher(key).matches())) {
      node.put("serial", 1);
    }
    return node;
  }

  /** {@code GET status/current}. */
  public static ObjectNode status(SimVm vm, int hostCpus) {
    ObjectNode node = listEntry(vm, hostCpus);
    node.put("qmpstatus", switch (vm.power()) {
      case STOPPED -> "stopped";
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case PRELAUNCH -> "prelaunch";
    });
    node.putObject("ha").put("managed", 0);
    if (hasAgent(vm)) {
      node.put("agent", 1);
    }
    return node;
  }

  /** Whether its configuration says that an agent runs in the guest. */
  public static boolean hasAgent(SimVm vm) {
    String agent = vm.config().getOrDefault("agent", "0");
    try {
      return "1".equals(PropertyFormat.named("agent").orElseThrow().parse("agent", agent).get("enabled"));
    } catch (Die e) {
      return false;
    }
  }

  /** Bytes; beyond what fits into 64 bits a float, as Perl counts. */
  private static JsonNode bytes(@Nullable String memory) {
    long mebibytes = Memory.mebibytes(memory);
    if (mebibytes < Long.MAX_VALUE / MIB) {
      return JSON.numberNode(mebibytes * MIB);
    }
    String current = PropertyFormat.named("memory").orElseThrow().parse("memory", String.valueOf(memory)).get("current");
    return JSON.numberNode(Double.parseDouble(String.valueOf(current)) * MIB);
  }

  private static long bootDiskSize(Map<String, String> config) {
    return BootOrder.devices(config.getOrDefault("boot", "")).stream()
        .filter(Options::isDrive).filter(config::containsKey)
        .map(slot -> Drive.of(slot, String.valueOf(config.get(slot))))
        .filter(drive -> !drive.isCdrom()).findFirst().map(Drive::size).orElse(0L);
  }

  /** The options that this view has: not the addresses. */
  private static Map<String, String> listed(Map<String, String> config) {
    Map<String, String> values = new TreeMap<>(config);
    values.keySet().retainAll(Options.CLOUDINIT);
    return values;
  }

  /** {@code GET cloudinit}: what the drive does not have yet. */
  public static JsonNode cloudinit(SimVm vm) {
    ArrayNode list = JSON.arrayNode();
    Map<String, String> now = listed(vm.effective());
    // What a stopped machine lacks is not recorded: its drive is written anew at the next start.
    Map<String, String> written = vm.isRunning() ? listed(vm.cloudinit()) : now;
    TreeSet<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(written.keySet());
    for (String key : keys) {
      String value = now.get(key);
      String old = written.get(key);
      ObjectNode entry = list.addObject().put("key", key);
      if (old != null) {
        put(entry, key, "value", old);
      }
      if (value == null) {
        entry.put("delete", 1);
      } else if (!value.equals(old)) {
        put(entry, key, "pending", value);
      }
    }
    return list;
  }
}
