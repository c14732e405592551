package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/**
 * {@code PUT} and {@code POST} of a machine's configuration: the checks that come before anything is touched, in the host's
 * order, then the worker of {@link ConfigWriter}. Source: qemu-server {@code API2/Qemu.pm}, {@code update_vm_api}.
 */
final class ConfigUpdate {

  private static final Duration TIME = Duration.ofMillis(300);

  /** A request that has passed the checks by itself. */
  record Prepared(int vmid, TreeMap<String, String> params, List<String> deletes, Set<String> reverts, SimVm.Delete how,
      String digest, boolean skipsLock, String line) {}

  private ConfigUpdate() {}

  /** {@code PUT}: all of it in the call. */
  static QemuOutcome inCall(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.now(state, context, work -> {
      Prepared prepared = begin(work, prepare(work, vmid, params));
      new ConfigWriter(work, prepared).run();
      return NullNode.getInstance();
    });
  }

  /** {@code POST}: checks in the call, the rest in a task. */
  static QemuOutcome inTask(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      Map<String, String> options = new TreeMap<>(params);
      options.remove("background_delay");
      Work checks = new Work(state, context);
      Prepared prepared = begin(checks, prepare(checks, vmid, options));
      return new QemuOutcome.Task("qmconfig", String.valueOf(vmid), state, TIME, later -> Work.task(later, context, work -> {
        work.log.add("update VM " + vmid + ": " + prepared.line());
        new ConfigWriter(work, prepared).run();
      }));
    });
  }

  private static Prepared prepare(Work work, int vmid, Map<String, String> sent) {
    TreeMap<String, String> params = new TreeMap<>(sent);
    String digest = take(params, "digest");
    String line = line(params);
    boolean skipsLock = take(params, "skiplock").equals("1");
    if (skipsLock && !work.context.asker().isRoot()) {
      throw Die.parameter("skiplock", "Only root may use this option.");
    }
    String deletes = take(params, "delete");
    String reverts = take(params, "revert");
    SimVm.Delete how = take(params, "force").equals("1") ? SimVm.Delete.FORCED : SimVm.Delete.PLAIN;
    SshKeys.check(params.get("sshkeys"));
    params.computeIfPresent("cpuunits", (key, value) -> CpuUnits.clamp(value));
    if (deletes.isEmpty() && reverts.isEmpty() && params.isEmpty()) {
      throw Die.of("no options specified");
    }
    resolveCdrom(params);
    Set<String> reverted = reverts(params, reverts);
    List<String> deleted = deletes(params, deletes, reverted);
    rewrite(work, params);
    ConfigPrivileges privileges = new ConfigPrivileges(work, vmid);
    privileges.checkOptions(deleted);
    privileges.checkOptions(params.keySet());
    privileges.checkStorages(params, "");
    params.forEach((key, value) -> {
      if (Options.isNet(key)) {
        privileges.checkBridge(key, value);
      }
    });
    return new Prepared(vmid, params, deleted, reverted, how, digest, skipsLock, line);
  }

  private static String take(Map<String, String> params, String name) {
    String value = params.remove(name);
    return value == null ? "" : value;
  }

  private static String line(Map<String, String> params) {
    return params.entrySet().stream()
        .map(e -> "-" + e.getKey() + " " + (e.getKey().equals("cipassword") ? "<hidden>" : e.getValue()))
        .collect(Collectors.joining(" "));
  }

  static void resolveCdrom(Map<String, String> params) {
    String cdrom = params.remove("cdrom");
    if (cdrom != null && !cdrom.isEmpty()) {
      params.put("ide2", cdrom.contains("media=") ? cdrom : cdrom + ",media=cdrom");
    }
  }

  private static Set<String> reverts(Map<String, String> params, String text) {
    Set<String> reverted = new TreeSet<>();
    for (String option : Lists.split(text)) {
      if (!Options.exists(option)) {
        throw Die.parameter("revert", "unknown option '" + option + "'");
      }
      if (params.containsKey(option)) {
        throw Die.parameter("delete", "you can't use '-" + option + "' and -revert " + option + "' at the same time");
      }
      reverted.add(option);
    }
    return reverted;
  }

  private static List<String> deletes(Map<String, String> params, String text, Set<String> reverted) {
    List<String> deleted = new ArrayList<>();
    for (String name : Lists.split(text)) {
      String option = name.equals("cdrom") ? "ide2" : name;
      if (params.containsKey(option)) {
        throw Die.parameter("delete", "you can't use '-" + option + "' and -delete " + option + "' at the same time");
      }
      if (reverted.contains(option)) {
        throw Die.parameter("revert", "you can't use '-delete " + option + "' and '-revert " + option + "' at the same time");
      }
      if (!Options.exists(option)) {
        throw Die.parameter("delete", "unknown option '" + option + "'");
      }
      deleted.add(option);
    }
    return deleted;
  }

  private static void rewrite(Work work, Map<String, String> params) {
    DiskCreation.prepare(work, params);
    params.replaceAll((key, value) -> {
      if (Options.isNet(key)) {
        return Nic.parse(key, value, work.context.random()).text();
      }
      return key.equals("vmgenid") && value.equals("1") ? Nic.newUuid(work.context.random()) : value;
    });
    String script = params.get("hookscript");
    if (script != null) {
      HookScript.check(work, script);
    }
  }

  /** Checks against the machine as it is now: digest, lock, memory; and works out what a revert means. */
  private static Prepared begin(Work work, Prepared prepared) {
    SimVm vm = work.vm(prepared.vmid());
    if (!prepared.digest().isEmpty() && !prepared.digest().equals(vm.digest())) {
      throw Die.of("checksum mismatch (file change by other user?)");
    }
    Set<String> deletes = new LinkedHashSet<>(prepared.deletes());
    boolean wakes = deletes.contains("vmstate");
    if (wakes) {
      if (vm.isHibernated()) {
        deletes.add("lock");
      }
      for (String key : List.of("runningmachine", "runningcpu")) {
        if (vm.config().containsKey(key)) {
          deletes.add(key);
        }
      }
    }
    if (!prepared.skipsLock() && !(wakes && vm.isHibernated())) {
      work.checkLock(vm);
    }
    TreeMap<String, String> params = new TreeMap<>(prepared.params());
    for (String option : prepared.reverts()) {
      String current = vm.config().get(option);
      if (current != null) {
        params.put(option, current);
      } else if (vm.pending().containsKey(option)) {
        deletes.add(option);
      }
    }
    checkBalloon(vm, params);
    return new Prepared(prepared.vmid(), params, List.copyOf(deletes), prepared.reverts(), prepared.how(), prepared.digest(),
        prepared.skipsLock(), prepared.line());
  }

  private static void checkBalloon(SimVm vm, Map<String, String> params) {
    if (!params.containsKey("memory") && !params.containsKey("balloon")) {
      return;
    }
    String memory = first(params, vm, "memory");
    String balloon = params.containsKey("balloon") ? params.get("balloon") : first(Map.of(), vm, "balloon");
    if (balloon != null && !balloon.isBlank() && Memory.number(balloon) > Memory.mebibytes(memory)) {
      throw Die.of("balloon value too large (must be smaller than assigned memory)");
    }
  }

  private static @Nullable String first(Map<String, String> params, SimVm vm, String key) {
    String sent = params.get(key);
    if (sent != null) {
      return sent;
    }
    String waiting = vm.pending().get(key);
    return waiting != null ? waiting : vm.config().get(key);
  }
}
