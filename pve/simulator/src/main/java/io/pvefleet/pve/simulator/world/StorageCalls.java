package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import io.pvefleet.pve.simulator.world.task.Locks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Storages and what lies on them. */
final class StorageCalls {

  private static final List<String> SEE = List.of("Datastore.Audit", "Datastore.AllocateSpace");
  private static final Duration DELETE_TAKES = Duration.ofMillis(300);

  private StorageCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("GET /storage", StorageCalls::configured);
    handlers.put("GET /storage/{storage}", q -> q.answer(Reply.ok(config(storage(q)))));
    handlers.put("GET /nodes/{node}/storage", StorageCalls::list);
    handlers.put("GET /nodes/{node}/storage/{storage}/status", q -> q.answer(Reply.ok(figures(q, storage(q)))));
    handlers.put("GET /nodes/{node}/storage/{storage}/content", StorageCalls::volumes);
    handlers.put("GET /nodes/{node}/storage/{storage}/content/{volume}", StorageCalls::volume);
    handlers.put("DELETE /nodes/{node}/storage/{storage}/content/{volume}", StorageCalls::delete);
  }

  static String type(SimStorage storage) {
    return switch (storage.type()) {
      case DIR -> "dir";
      case LVMTHIN -> "lvmthin";
    };
  }

  static String content(SimStorage storage) {
    return storage.content().stream().sorted().collect(Collectors.joining(","));
  }

  static long total(World world, String id) {
    return Optional.ofNullable(world.storages().get(id)).map(SimStorage::total).orElse(0L);
  }

  /** A tenth of what the volumes may grow to, and something for the system; never all. */
  static long used(World world, String id) {
    long volumes = world.qemu().volumes().values().stream().filter(v -> v.storage().equals(id)).mapToLong(SimVolume::size).sum();
    return Math.min(total(world, id), (4L << 30) + volumes / 10);
  }

  private static SimStorage storage(Query q) {
    SimStorage storage = q.world().storages().get(q.text("storage"));
    if (storage == null) {
      throw Refusal.died("storage '" + q.text("storage") + "' does not exist");
    }
    return storage;
  }

  private static Turn configured(Query q) {
    ArrayNode rows = Json.array();
    q.world().storages().values().stream()
        .filter(s -> q.mayAny("/storage/" + s.id(), SEE))
        .filter(s -> q.get("type").map(type(s)::equals).orElse(true))
        .forEach(s -> rows.add(config(s)));
    return q.answer(Reply.ok(rows));
  }

  private static ObjectNode config(SimStorage storage) {
    ObjectNode row = Json.object();
    row.put("storage", storage.id()).put("type", type(storage)).put("content", content(storage));
    row.put("digest", "e64256b7cc0f36f10de11f3082499f40bf9d20ed");
    switch (storage.type()) {
      case DIR -> row.put("path", "/var/lib/vz");
      case LVMTHIN -> row.put("vgname", "pve").put("thinpool", "data");
    }
    return row;
  }

  private static Turn list(Query q) {
    ArrayNode rows = Json.array();
    q.world().storages().values().stream()
        .filter(s -> q.mayAny("/storage/" + s.id(), SEE))
        .filter(s -> q.get("storage").map(s.id()::equals).orElse(true))
        .filter(s -> q.get("content").map(c -> List.of(c.split("[,;\\s]+")).stream().anyMatch(s::takes)).orElse(true))
        .forEach(s -> {
          ObjectNode row = figures(q, s);
          row.put("storage", s.id());
          row.put("used_fraction", (double) used(q.world(), s.id()) / s.total());
          rows.add(row);
        });
    return q.answer(Reply.ok(rows));
  }

  private static ObjectNode figures(Query q, SimStorage storage) {
    long used = used(q.world(), storage.id());
    return Json.object()
        .put("type", type(storage)).put("content", content(storage)).put("active", 1).put("enabled", 1).put("shared", 0)
        .put("total", storage.total()).put("used", used).put("avail", storage.total() - used);
  }

  private static Turn volumes(Query q) {
    String storage = storage(q).id();
    ArrayNode rows = Json.array();
    q.world().qemu().volumes().values().stream()
        .filter(v -> v.storage().equals(storage))
        .filter(v -> q.get("content").map(v.content()::equals).orElse(true))
        .filter(v -> q.get("vmid").map(Integer::parseInt).map(id -> v.owner() == id).orElse(true))
        .filter(v -> missing(q, v).isEmpty())
        .forEach(v -> rows.add(row(v)));
    return q.answer(Reply.ok(rows));
  }

  private static ObjectNode row(SimVolume volume) {
    ObjectNode row = Json.object();
    row.put("volid", volume.volid()).put("content", volume.content()).put("format", volume.format()).put("size", volume.size());
    row.put("ctime", 1_795_318_803L);
    if (volume.owner() > 0) {
      row.put("vmid", volume.owner());
      row.put("used", volume.size() / 10);
      row.put("parent", volume.parent().orElse(null));
    }
    return row;
  }

  /** What keeps the caller from a volume. Source: pve-storage {@code Storage.pm}, {@code check_volume_access}. */
  private static Optional<String> missing(Query q, SimVolume volume) {
    String storage = "/storage/" + volume.storage();
    if (q.may(storage, "Datastore.Allocate")) {
      return Optional.empty();
    }
    return switch (volume.content()) {
      case "iso", "vztmpl", "import" ->
          q.mayAny(storage, SEE) ? Optional.empty() : Optional.of(storage + ", " + String.join("|", SEE));
      case "images", "rootdir" -> {
        if (!q.may(storage, "Datastore.Audit")) {
          yield Optional.of(storage + ", Datastore.Audit");
        }
        yield q.may("/vms/" + volume.owner(), "VM.Config.Disk")
            ? Optional.empty()
            : Optional.of("/vms/" + volume.owner() + ", VM.Config.Disk");
      }
      default -> Optional.of(storage + ", Datastore.Allocate");
    };
  }

  private static String volid(Query q) {
    String volume = q.text("volume");
    return volume.startsWith(q.text("storage") + ":") ? volume : q.text("storage") + ":" + volume;
  }

  private static Turn volume(Query q) {
    storage(q);
    SimVolume volume =
        q.world().qemu().volume(volid(q)).orElseThrow(() -> Refusal.died("volume '" + volid(q) + "' does not exist"));
    missing(q, volume).ifPresent(what -> {
      throw Refusal.forbidden(what);
    });
    ObjectNode data = Json.object();
    data.put("path", volume.storage().equals("local") ? "/var/lib/vz/images/" + volume.name() : "/dev/pve/" + volume.name());
    data.put("size", volume.size()).put("used", volume.size() / 10).put("format", volume.format());
    return q.answer(Reply.ok(data));
  }

  private static Turn delete(Query q) {
    String storage = storage(q).id();
    String volid = volid(q);
    if (!q.may("/storage/" + storage, "Datastore.Allocate")) {
      throw Refusal.forbidden("/storage/" + storage + ", Datastore.Allocate");
    }
    Clockwork.Started started =
        Clockwork.start(
            q.world(),
            new Clockwork.TaskPlan(
                "imgdel", storage, q.caller().id(), Locks.NONE, DELETE_TAKES,
                (world, at) -> removed(world, at, volid), (world, at) -> world),
            q.moment());
    return q.answer(started.world(), Reply.ok(Json.text(started.upid())));
  }

  /** Deleting what is not there ends well too. */
  private static Work.End removed(World world, Instant at, String volid) {
    return new Work.End(
        world.with(world.qemu().withoutVolume(volid), at), "OK", List.of("Removed volume '" + volid + "'"), List.of());
  }
}
