package io.pvefleet.engine;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.pass.HostReading;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.simulator.world.Api;
import io.pvefleet.pve.simulator.world.Call;
import io.pvefleet.pve.simulator.world.HostFacts;
import io.pvefleet.pve.simulator.world.Moment;
import io.pvefleet.pve.simulator.world.Pool;
import io.pvefleet.pve.simulator.world.Reply;
import io.pvefleet.pve.simulator.world.Turn;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import io.pvefleet.pve.simulator.world.schema.Sent;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One simulated host without its HTTP shell, and a clock that goes on only when somebody waits. */
public final class SimHost {

  private final Random chance;
  private final List<PveRequest> writes = new ArrayList<>();
  private Instant now = Given.NOON;
  private World world;
  private Map<String, String> misfortunes = Map.of();
  private Optional<Integer> away = Optional.empty();

  public SimHost(long seed) {
    this.chance = new Random(seed);
    TreeMap<String, SimStorage> storages = new TreeMap<>();
    Set<String> files = Set.of("iso", "import", "images", "snippets", "backup");
    storages.put("local", new SimStorage("local", SimStorage.Type.DIR, files, 4L << 40));
    storages.put("local-lvm", new SimStorage("local-lvm", SimStorage.Type.LVMTHIN, Set.of("images", "rootdir"), 4L << 40));
    storages.put("tank", new SimStorage("tank", SimStorage.Type.DIR, Set.of("images"), 4L << 40));
    HostFacts facts = new HostFacts(
        "pve1", "9.2.11", "10.0.13", 16, 64L << 30, Set.of("vmbr0", "vmbr1"), now.minus(Duration.ofDays(9)), List.of());
    World.Pace pace = new World.Pace(10, Duration.ofSeconds(10));
    this.world = World.of(facts, pace, AccessControl.installed("secret", "key"), storages, template(), now);
  }

  private static QemuState template() {
    Map<String, String> config = new TreeMap<>(Map.of(
        "name", "debian-13-cloud", "template", "1", "cores", "2", "memory", "2048", "agent", "1", "boot", "order=scsi0",
        "scsihw", "virtio-scsi-single", "scsi0", "local-lvm:base-9000-disk-0,size=3G", "net0", "virtio=BC:24:11:00:90:00,bridge=vmbr0"));
    config.put("smbios1", "uuid=00000000-0000-4000-8000-000000009000");
    return QemuState.EMPTY
        .with(new SimVolume("local-lvm:base-9000-disk-0", "images", 9000, 3L << 30, "raw", Optional.empty()))
        .with(file("local:iso/a.iso", "iso", 64 << 10))
        .with(file("local:iso/b.iso", "iso", 64 << 10))
        .with(file("local:import/a.qcow2", "import", 2L << 30))
        .with(file("local:snippets/u.yaml", "snippets", 1 << 10))
        .with(SimVm.stopped(9000, config));
  }

  private static SimVolume file(String volume, String content, long bytes) {
    return new SimVolume(volume, content, 0, bytes, volume.endsWith(".qcow2") ? "qcow2" : "raw", Optional.empty());
  }

  /** With a volume that somebody made and put into no VM. */
  public void add(SimVolume volume) {
    world = world.with(world.qemu().with(volume), now);
  }

  /** With a pool. */
  public void addPool(String name) {
    TreeMap<String, Pool> pools = new TreeMap<>(world.pools());
    pools.put(name, Pool.empty(""));
    world = world.withPools(pools);
  }

  /** The disks on the host's storages: not its images, snippets and backups. */
  public Set<String> disks() {
    return world.qemu().volumes().values().stream()
        .filter(volume -> volume.content().equals("images"))
        .map(SimVolume::volid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The VM was migrated to another node of the cluster, as the lists of this node tell of it; empty for back here. */
  public void migrate(Optional<Integer> vmid) {
    away = vmid;
  }

  /** Performs a request as the host's own administrator. */
  public Answer perform(PveRequest request) {
    return perform(request, new Caller.Ticket("root@pam"));
  }

  /** Performs a request as that caller. */
  public Answer perform(PveRequest request, Caller caller) {
    if (request.method() != PveRequest.Method.GET) {
      writes.add(request);
    }
    Call call = call(request, caller);
    for (int i = 0; i < 100; i++) {
      Turn turn = Api.answer(world, call, moment());
      world = turn.world();
      switch (turn) {
        case Turn.Answered answered -> {
          return away.map(vmid -> elsewhere(vmid, request, answered.reply())).orElseGet(() -> answer(request, answered.reply()));
        }
        case Turn.Waiting waiting -> now = waiting.until().plusMillis(1);
      }
    }
    throw new IllegalStateException("waited too often for " + request);
  }

  /** The overview names the other node, and this node's own lists have the VM no longer. */
  private static Answer elsewhere(int vmid, PveRequest request, Reply reply) {
    if (request.path().contains("/qemu/" + vmid)) {
      return new Answer.Fault(
          FaultKind.NOT_FOUND, "Configuration file 'nodes/pve1/qemu-server/%d.conf' does not exist".formatted(vmid), Map.of());
    }
    Answer here = answer(request, reply);
    if (!(here instanceof Answer.Data(JsonNode rows)) || !rows.isArray()) {
      return here;
    }
    ArrayNode moved = JsonNodeFactory.instance.arrayNode();
    for (JsonNode row : rows.deepCopy()) {
      if (row.path("vmid").asInt(0) == vmid && row.has("node")) {
        moved.add(((ObjectNode) row).put("node", "pve2"));
      } else if (row.path("vmid").asInt(0) != vmid) {
        moved.add(row);
      }
    }
    return new Answer.Data(moved);
  }

  /** The task's end, with the clock put forward until it comes. */
  public TaskStatus await(Upid upid) {
    PveRequest status = PveRequest.get("/nodes/pve1/tasks/" + upid.pathSegment() + "/status");
    for (int i = 0; i < 2_000; i++) {
      if (perform(status) instanceof Answer.Data(JsonNode data) && data.path("status").asString("").equals("stopped")) {
        return TaskStatus.ofExit(data.path("exitstatus").asString(""));
      }
      pass(Duration.ofMillis(500));
    }
    throw new IllegalStateException("never ends: " + upid);
  }

  /** Changes a VM behind everybody's back. */
  public void edit(int vmid, UnaryOperator<SimVm> change) {
    QemuState qemu = world.qemu();
    world = world.with(qemu.with(change.apply(qemu.vm(vmid).orElseThrow())), now);
  }

  /** How a VM stands. */
  public SimVm vm(int vmid) {
    return world.qemu().vm(vmid).orElseThrow();
  }

  /** From now on tasks of that type fail so; none do where the text is empty. */
  public void failing(String type, String message) {
    misfortunes = message.isEmpty() ? Map.of() : Map.of(type, message);
  }

  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  public Instant now() {
    return now;
  }

  /** Every write so far. */
  public List<PveRequest> writes() {
    return List.copyOf(writes);
  }

  /** Changes what stands outside of the API: rights, containers. */
  public void change(UnaryOperator<World> change) {
    world = change.apply(world);
  }

  public HostObservation observe(DesiredHost desired) {
    return observe(desired, Set.of());
  }

  /** As a host is read of which these vmids were applied. */
  public HostObservation observe(DesiredHost desired, Set<Integer> applied) {
    return observe(HostReading.of(desired.host(), desired.vms(), applied), new Caller.Ticket("root@pam"));
  }

  /** What that caller sees. */
  public HostObservation observe(DesiredHost desired, Caller caller) {
    return observe(HostReading.of(desired.host(), desired.vms()), caller);
  }

  private HostObservation observe(HostReading begun, Caller caller) {
    HostReading reading = begun;
    while (!reading.next().isEmpty()) {
      Map<PveRequest, Answer> round = new LinkedHashMap<>();
      reading.next().forEach(request -> round.put(request, perform(request, caller)));
      reading = reading.with(round);
    }
    return reading.observation(now);
  }

  private Moment moment() {
    return new Moment(now, chance, type -> Optional.ofNullable(misfortunes.get(type)));
  }

  private Call call(PveRequest request, Caller caller) {
    LinkedHashMap<String, Sent> params = new LinkedHashMap<>();
    request.params().forEach(param -> params.put(param.name(), Sent.of(param.value().shown())));
    String path = URLDecoder.decode(request.path().replace("+", "%2B"), StandardCharsets.UTF_8);
    return new Call(request.method().name(), path, params, caller, now);
  }

  /** The classes that the engine tells apart; the client's own classifier is proven elsewhere. */
  private static Answer answer(PveRequest request, Reply reply) {
    if (reply.isSuccess()) {
      return new Answer.Data(reply.data());
    }
    String message = reply.message().strip();
    FaultKind kind = message.contains("checksum mismatch") || message.contains("detected modified configuration") ? FaultKind.CONFLICT
        : message.contains("does not exist") ? FaultKind.NOT_FOUND
        : (message + reply.errors().values()).contains("already exists") ? FaultKind.ALREADY_EXISTS
        : message.contains("can't lock file") || message.contains("is locked") ? FaultKind.LOCKED
        : reply.status() == 403 ? FaultKind.FORBIDDEN
        : FaultKind.REJECTED;
    return new Answer.Fault(kind, message + " [" + request + "]", reply.errors());
  }
}
