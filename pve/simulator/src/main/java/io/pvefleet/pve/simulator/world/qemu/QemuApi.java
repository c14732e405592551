package io.pvefleet.pve.simulator.world.qemu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/**
 * The door to everything below {@code /nodes/{node}/qemu}: a checked request and a state lead to an outcome. Pure but for the
 * random source of the context.
 */
public final class QemuApi {

  private QemuApi() {}

  /** The outcome of a request; empty where this host has no such method. */
  public static Optional<QemuOutcome> answer(QemuState state, QemuContext context, QemuRequest request) {
    List<String> path = request.path();
    Map<String, String> params = request.params();
    if (path.isEmpty()) {
      return switch (request.method()) {
        case GET -> Optional.of(list(state, context));
        case POST -> Optional.of(CreateVm.answer(state, context, params));
        case PUT, DELETE -> Optional.empty();
      };
    }
    int vmid = Integer.parseInt(path.getFirst());
    String call = String.join("/", path.subList(1, path.size()));
    return switch (request.method()) {
      case GET -> get(state, context, vmid, call, params);
      case POST -> post(state, context, vmid, call, params);
      case PUT -> put(state, context, vmid, call, params);
      case DELETE -> delete(state, context, vmid, call, params);
    };
  }

  /** The backup of one machine: the task that {@code POST /nodes/{node}/vzdump} starts. */
  public static QemuOutcome.Task backup(QemuState state, QemuContext context, int vmid, String storage) {
    return Backup.answer(state, context, vmid, storage);
  }

  private static QemuOutcome list(QemuState state, QemuContext context) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    state.vms().values().stream()
        .filter(vm -> context.asker().isRoot() || context.asker().may("/vms/" + vm.vmid(), "VM.Audit"))
        .forEach(vm -> list.add(Views.listEntry(vm, context.cpus())));
    return new QemuOutcome.Done(state, list);
  }

  private static Optional<QemuOutcome> get(
      QemuState state, QemuContext context, int vmid, String call, Map<String, String> params) {
    Function<SimVm, JsonNode> view = switch (call) {
      case "config" -> vm -> "1".equals(params.get("current")) ? Views.current(vm) : Views.effective(vm);
      case "pending" -> Views::pending;
      case "status/current" -> vm -> Views.status(vm, context.cpus());
      case "cloudinit" -> Views::cloudinit;
      case "cloudinit/dump" -> vm -> CloudinitDump.of(vm, params.getOrDefault("type", "user"));
      case "snapshot" -> Snapshots::list;
      default -> null;
    };
    return view == null
        ? Optional.empty()
        : Optional.of(Work.now(state, context, work -> view.apply(work.vm(vmid))));
  }

  private static Optional<QemuOutcome> post(
      QemuState state, QemuContext context, int vmid, String call, Map<String, String> params) {
    return Optional.ofNullable(switch (call) {
      case "config" -> ConfigUpdate.inTask(state, context, vmid, params);
      case "clone" -> CloneVm.answer(state, context, vmid, params);
      case "template" -> MakeTemplate.answer(state, context, vmid, params);
      case "move_disk" -> MoveDisk.answer(state, context, vmid, params);
      case "snapshot" -> Snapshots.create(state, context, vmid, params);
      case "status/start" -> Power.start(state, context, vmid, params);
      case "status/stop" -> Power.stop(state, context, vmid, params);
      case "status/shutdown" -> Power.shutdown(state, context, vmid, params);
      case "status/reboot" -> Power.reboot(state, context, vmid, params);
      case "status/reset" -> Power.reset(state, context, vmid, params);
      case "status/suspend" -> Power.suspend(state, context, vmid, params);
      case "status/resume" -> Power.resume(state, context, vmid, params);
      default ->
          call.startsWith("snapshot/") && call.endsWith("/rollback")
              ? Snapshots.rollback(state, context, vmid, call.split("/")[1], params)
              : null;
    });
  }

  private static Optional<QemuOutcome> put(
      QemuState state, QemuContext context, int vmid, String call, Map<String, String> params) {
    return Optional.ofNullable(switch (call) {
      case "config" -> ConfigUpdate.inCall(state, context, vmid, params);
      case "resize" -> ResizeDisk.answer(state, context, vmid, params);
      case "unlink" -> {
        Map<String, String> update = new LinkedHashMap<>();
        update.put("delete", params.getOrDefault("idlist", ""));
        if (params.containsKey("force")) {
          update.put("force", params.get("force"));
        }
        yield ConfigUpdate.inCall(state, context, vmid, update);
      }
      case "cloudinit" -> Work.now(state, context, work -> {
        work.checkLock(work.vm(vmid));
        SimVm vm = work.vm(vmid);
        if (DiskCreation.attachedCloudinit(vm.config(), "").isPresent()) {
          work.write(Cloudinit.written(vm));
        }
        return NullNode.getInstance();
      });
      default -> null;
    });
  }

  private static Optional<QemuOutcome> delete(
      QemuState state, QemuContext context, int vmid, String call, Map<String, String> params) {
    if (call.isEmpty()) {
      return Optional.of(DestroyVm.answer(state, context, vmid, params));
    }
    return call.startsWith("snapshot/")
        ? Optional.of(Snapshots.delete(state, context, vmid, call.substring("snapshot/".length())))
        : Optional.empty();
  }

}
