package io.pvefleet.pve.simulator;

import io.pvefleet.pve.simulator.world.Container;
import io.pvefleet.pve.simulator.world.HostFacts;
import io.pvefleet.pve.simulator.world.Pool;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.AccessControl.Acl;
import io.pvefleet.pve.simulator.world.access.AccessControl.ApiToken;
import io.pvefleet.pve.simulator.world.access.AccessControl.User;
import io.pvefleet.pve.simulator.world.access.Credentials;
import io.pvefleet.pve.simulator.world.access.Gate;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The host on which the corpus was recorded, as it was before one case. */
final class CorpusWorld {

  static final Instant NOW = Instant.parse("2026-11-22T07:00:00Z");
  private static final String PASSWORD = "secret";
  private static final Pattern VOLUME = Pattern.compile("(local2?:[^,]+)(?:,.*)?");
  private static final Pattern OWNER = Pattern.compile("(?:vm|base)-(\\d+)-(?!.*(?:vm|base)-)");
  private static final Pattern PARENT = Pattern.compile("(local2?:\\d+/base-[^/]+)/\\d+/.*");
  private static final Pattern SIZE = Pattern.compile("size=(\\d+)([KMGT]?)");
  private static final long GIB = 1L << 30;

  private CorpusWorld() {}

  /** What the recorded identity shows at the door. */
  static Credentials credentials(CorpusCase one, World world) {
    Gate.Login login = new Gate(world.access()).login("root@pam", PASSWORD, NOW).orElseThrow();
    Optional<String> cookie = Optional.of("PVEAuthCookie=" + login.ticket());
    return switch (one.identity()) {
      case "root-ticket" -> new Credentials(cookie, Optional.empty(), Optional.of(login.csrf()));
      case "root-ticket-nocsrf" -> new Credentials(cookie, Optional.empty(), Optional.empty());
      case "root-token" -> token("root@pam!full=x");
      case "ops-token" -> token("ops@pve!ops=x");
      case "viewer-token" -> token("viewer@pve!viewer=x");
      case "sep-token" -> token("ops@pve!sep=x");
      case "bad-token" -> token("root@pam!full=y");
      default -> new Credentials(Optional.empty(), Optional.empty(), Optional.empty());
    };
  }

  private static Credentials token(String text) {
    return new Credentials(Optional.empty(), Optional.of("PVEAPIToken=" + text), Optional.empty());
  }

  static World before(CorpusCase one) {
    HostFacts facts = new HostFacts(
        "pve1", "9.2.11", "10.0.13", 8, 16 * GIB, Set.of("vmbr0"), NOW.minus(Duration.ofDays(1)), List.of());
    TreeMap<String, SimStorage> storages = new TreeMap<>();
    Set<String> content = Set.of("images", "iso", "import", "snippets", "vztmpl", "backup", "rootdir");
    for (String id : List.of("local", "local2")) {
      storages.put(id, new SimStorage(id, SimStorage.Type.DIR, content, 100 * GIB));
    }
    World world = World.of(
        facts, new World.Pace(1, Duration.ofSeconds(10)), access(one), storages, machines(one), NOW);
    TreeSet<Integer> members = new TreeSet<>();
    JsonNode pools = one.line().path("afterPool");
    if (one.line().path("after").path("config").isObject() && pools.toString().contains(String.valueOf(one.vmid()))) {
      members.add(one.vmid());
    }
    return world.withContainers(new TreeMap<>(Map.of(300, Container.stopped(300, "ct300"))), NOW)
        .withPools(new TreeMap<>(Map.of("corpus2000", new Pool("", members, new TreeSet<>()))));
  }

  private static AccessControl access(CorpusCase one) {
    AccessControl access = AccessControl.installed(PASSWORD, "key")
        .withToken("root@pam!full", new ApiToken("x", false, ""))
        .withUser("ops@pve", new User("", true)).withAcl(new Acl("/", "ops@pve", "Administrator", true))
        .withToken("ops@pve!ops", new ApiToken("x", false, "")).withToken("ops@pve!sep", new ApiToken("x", true, ""))
        .withUser("viewer@pve", new User("", true)).withAcl(new Acl("/", "viewer@pve", "PVEAuditor", true))
        .withToken("viewer@pve!viewer", new ApiToken("x", false, ""));
    for (JsonNode step : one.line().path("setup")) {
      if (step.path("path").asString("").endsWith("/access/acl")) {
        JsonNode params = step.path("params");
        String role = params.path("roles").asString();
        access = access.withRole(role, new TreeSet<>(Arrays.asList(params.path("privs").asString().split("[ ,]+"))))
            .withAcl(new Acl(params.path("path").asString(), params.path("tokens").asString(), role, true));
      }
    }
    return access;
  }

  private static QemuState machines(CorpusCase one) {
    QemuState state = QemuState.EMPTY;
    for (String file : List.of("local:iso/corpus-a.iso", "local:iso/corpus-b.iso")) {
      state = state.with(new SimVolume(file, "iso", 0, 64 << 10, "iso", Optional.empty()));
    }
    state = state.with(new SimVolume("local:import/corpus-acpi.raw", "import", 0, 1 << 20, "raw", Optional.empty()))
        .with(new SimVolume("local:import/corpus-disk.qcow2", "import", 0, 64 << 20, "qcow2", Optional.empty()))
        .with(new SimVolume("local:snippets/corpus-hook.sh", "snippets", 0, 35, "snippet", Optional.empty()))
        .with(new SimVolume("local:snippets/corpus-user.yaml", "snippets", 0, 36, "snippet", Optional.empty()));
    state = with(state, SimVm.stopped(100, Map.of("scsi0", "local:100/vm-100-disk-0.raw,size=1G", "name", "vm100")));
    state = with(state, SimVm.stopped(101, Map.of("scsi0", "local:101/vm-101-disk-0.qcow2,size=3G")));
    state = with(state, SimVm.stopped(9000, Map.of("scsi0", "local:9000/base-9000-disk-0.qcow2,size=1G", "template", "1")));
    if (one.line().path("beforeTarget").isObject()) {
      int target = Integer.parseInt(one.line().path("request").path("params").path("target-vmid").asString());
      state = with(state, SimVm.stopped(target, config(one.line().path("beforeTarget"))));
    }
    JsonNode before = one.line().path("before");
    if (!before.isObject()) {
      return state;
    }
    return with(linked(state, one), machine(one, before));
  }

  /** A linked clone of the machine's images, where the case is about one. */
  private static QemuState linked(QemuState state, CorpusCase one) {
    if (!one.line().path("task").path("exitstatus").asString("").contains("linked clone")) {
      return state;
    }
    String base = one.line().path("task").path("exitstatus").asString().replaceAll("[^']*'([^']*)'.*", "$1");
    return state.with(new SimVolume(base + "/999/vm-999-disk-0.qcow2", "images", 999, GIB, "qcow2", Optional.of(base)));
  }

  private static SimVm machine(CorpusCase one, JsonNode before) {
    TreeMap<String, String> current = config(before);
    TreeMap<String, String> pending = new TreeMap<>();
    TreeMap<String, SimVm.Delete> deletes = new TreeMap<>();
    for (JsonNode entry : one.line().path("beforePending")) {
      String key = entry.path("key").asString();
      if (entry.has("pending")) {
        pending.put(key, entry.get("pending").asString());
        current.remove(key);
      }
      if (entry.has("delete")) {
        deletes.put(key, entry.get("delete").asInt() == 2 ? SimVm.Delete.FORCED : SimVm.Delete.PLAIN);
      }
      if (entry.has("value") && (entry.has("pending") || entry.has("delete"))) {
        current.put(key, entry.get("value").asString());
      }
    }
    SimVm vm = SimVm.stopped(one.vmid(), current).withPending(pending, deletes).with(power(one));
    if (current.containsKey("parent")) {
      vm = vm.with(List.of(new SimVm.Snapshot(current.get("parent"), current)));
    }
    return one.line().path("guest").asString("").startsWith("answers") || !one.line().has("guest")
        ? vm
        : vm.with(SimVm.Guest.SILENT);
  }

  private static SimVm.Power power(CorpusCase one) {
    String state = one.line().path("beforeCurrent").path("qmpstatus").asString("");
    if (state.equals("paused") || state.equals("prelaunch")) {
      return SimVm.Power.PAUSED;
    }
    boolean runs = state.isEmpty() ? one.line().path("state").asString().equals("running") : state.equals("running");
    return runs ? SimVm.Power.RUNNING : SimVm.Power.STOPPED;
  }

  private static TreeMap<String, String> config(JsonNode node) {
    TreeMap<String, String> config = new TreeMap<>();
    node.properties().forEach(p -> config.put(p.getKey(), p.getValue().asString()));
    config.remove("digest");
    return config;
  }

  /** Adds a machine and the volumes that its values name. */
  private static QemuState with(QemuState state, SimVm vm) {
    QemuState next = state.with(vm);
    Map<String, String> all = new TreeMap<>(vm.config());
    vm.pending().forEach((key, value) -> all.put("pending " + key, value));
    for (String value : all.values().stream().collect(Collectors.toCollection(TreeSet::new))) {
      Matcher m = VOLUME.matcher(value);
      if (m.matches() && !next.volumes().containsKey(m.group(1)) && OWNER.matcher(m.group(1)).find()) {
        next = next.with(volume(m.group(1), value));
      }
    }
    return next;
  }

  private static SimVolume volume(String volid, String value) {
    Matcher owner = OWNER.matcher(volid);
    Matcher parent = PARENT.matcher(volid);
    int vmid = owner.find() ? Integer.parseInt(owner.group(1)) : 0;
    Optional<String> base = parent.matches() ? Optional.of(parent.group(1)) : Optional.empty();
    long size = volid.contains("cloudinit") ? 4 << 20 : size(value);
    return new SimVolume(volid, "images", vmid, size, volid.substring(volid.lastIndexOf('.') + 1), base);
  }

  private static long size(String value) {
    Matcher m = SIZE.matcher(value);
    if (!m.find()) {
      return GIB;
    }
    int power = "KMGT".indexOf(m.group(2)) + (m.group(2).isEmpty() ? 0 : 1);
    return Long.parseLong(m.group(1)) << (10 * power);
  }
}
