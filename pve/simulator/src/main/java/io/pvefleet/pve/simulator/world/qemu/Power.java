package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The calls below {@code status/}. What is checked in the call and what only in the task differs from call to call. */
final class Power {

  private static final Set<String> ROOT_ONLY = Set.of(
      "skiplock", "stateuri", "migratedfrom", "migration_type", "migration_network", "targetstorage", "force-cpu",
      "keepActive", "nocheck");
  private static final Duration QUICK = Duration.ofMillis(300);
  private static final Duration START = Duration.ofMillis(1500);
  private static final Duration DEFAULT_SHUTDOWN = Duration.ofSeconds(60);
  private static final long MIB = 1L << 20;

  private Power() {}

  /** Refuses options that only root by ticket may use. */
  static void checkRootOnly(QemuContext context, Map<String, String> params) {
    if (context.asker().isRoot()) {
      return;
    }
    ROOT_ONLY.stream().sorted().filter(name -> params.containsKey(name) && !"0".equals(params.get(name))).findFirst()
        .ifPresent(name -> {
          throw Die.parameter(name, "Only root may use this option.");
        });
  }

  static QemuOutcome start(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      checkRootOnly(context, params);
      return task("qmstart", state, context, vmid, START, work -> new Start(work, vmid).run(params));
    });
  }

  private static QemuOutcome task(
      String type, QemuState state, QemuContext context, int vmid, Duration time, Consumer<Work> effect) {
    return new QemuOutcome.Task(
        type, String.valueOf(vmid), state, time, later -> Work.task(later, context, effect));
  }

  static QemuOutcome stop(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      checkRootOnly(context, params);
      return task("qmstop", state, context, vmid, QUICK, work -> {
        SimVm vm = work.runningVm(vmid);
        if (!vm.isRunning()) {
          return;
        }
        if (!"1".equals(params.get("skiplock"))) {
          work.checkLock(vm);
        }
        if ("0".equals(params.get("timeout"))) {
          work.log.add("VM still running - terminating now with SIGTERM");
        }
        turnOff(work, vmid);
      });
    });
  }

  static QemuOutcome shutdown(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      checkRootOnly(context, params);
      boolean forces = "1".equals(params.get("forceStop"));
      state.vm(vmid).filter(vm -> vm.power() == SimVm.Power.PAUSED && !forces).ifPresent(vm -> {
        throw Die.of("VM is paused - cannot shutdown");
      });
      return task("qmshutdown", state, context, vmid, shutdownTime(state, vmid, params), work -> {
        SimVm vm = work.runningVm(vmid);
        if (!vm.isRunning()) {
          return;
        }
        if (!"1".equals(params.get("skiplock"))) {
          work.checkLock(vm);
        }
        if (!answers(vm) && !forces) {
          throw Die.of("VM quit/powerdown failed - got timeout");
        }
        if (!answers(vm)) {
          work.log.add("VM still running - terminating now with SIGTERM");
        }
        turnOff(work, vmid);
      });
    });
  }

  private static boolean answers(SimVm vm) {
    return vm.power() == SimVm.Power.RUNNING && vm.guest() == SimVm.Guest.ANSWERS;
  }

  private static Duration shutdownTime(QemuState state, int vmid, Map<String, String> params) {
    boolean quick = state.vm(vmid).filter(vm -> vm.isRunning() && !answers(vm)).isEmpty();
    String timeout = params.get("timeout");
    return quick ? START : timeout == null ? DEFAULT_SHUTDOWN : Duration.ofSeconds(Long.parseLong(timeout));
  }

  static QemuOutcome reboot(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      SimVm now = running(new Work(state, context), vmid);
      if (now.power() == SimVm.Power.PAUSED) {
        throw Die.of("VM is paused - cannot shutdown");
      }
      return task("qmreboot", state, context, vmid, shutdownTime(state, vmid, params), work -> {
        SimVm vm = work.runningVm(vmid);
        work.checkLock(vm);
        if (!answers(vm)) {
          throw Die.of("VM quit/powerdown failed - got timeout");
        }
        turnOff(work, vmid);
        work.followUps.add(later -> start(later, context, vmid, Map.of()));
      });
    });
  }

  static QemuOutcome reset(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      checkRootOnly(context, params);
      running(new Work(state, context), vmid);
      return task("qmreset", state, context, vmid, QUICK, work -> work.checkLock(work.runningVm(vmid)));
    });
  }

  static QemuOutcome suspend(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      checkRootOnly(context, params);
      Work checks = new Work(state, context);
      running(checks, vmid);
      if (!"1".equals(params.get("todisk"))) {
        return task("qmpause", state, context, vmid, QUICK, work -> {
          checkLockButBackup(work, work.runningVm(vmid));
          work.write(work.vm(vmid).with(SimVm.Power.PAUSED));
        });
      }
      ConfigPrivileges privileges = new ConfigPrivileges(checks, vmid);
      privileges.need("VM.Config.Disk");
      String storage = stateStorage(checks, vmid, params);
      privileges.need("/storage/" + storage, "Datastore.AllocateSpace");
      return task("qmsuspend", state, context, vmid, START, work -> hibernate(work, vmid, storage));
    });
  }

  private static String stateStorage(Work work, int vmid, Map<String, String> params) {
    SimVm vm = work.vm(vmid);
    String wanted = params.getOrDefault("statestorage", vm.config().getOrDefault("vmstatestorage", ""));
    if (!wanted.isEmpty()) {
      return wanted;
    }
    return vm.config().entrySet().stream().filter(e -> Options.isDrive(e.getKey()))
        .map(e -> Drive.of(e.getKey(), e.getValue()))
        .filter(drive -> !drive.isCdrom() && drive.file().contains(":"))
        .map(drive -> drive.file().substring(0, drive.file().indexOf(':'))).findFirst().orElse("local");
  }

  private static void hibernate(Work work, int vmid, String storage) {
    SimVm vm = work.vm(vmid);
    checkLockButBackup(work, vm);
    String day = work.context.now().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    long size = (Memory.mebibytes(vm.config().get("memory")) * 2 + 500) * MIB;
    String volid = new Storages(work).allocateNamed(storage, vmid, "raw", "vm-" + vmid + "-state-suspend-" + day, size);
    Draft draft = work.draft(vmid);
    draft.config.put("vmstate", volid);
    draft.config.put("lock", "suspended");
    String machine = draft.config.getOrDefault("machine", "pc");
    String kind = machine.contains("q35") ? "pc-q35-" : "pc-i440fx-";
    draft.config.put("runningmachine", kind + work.context.machineVersion() + "+pve0");
    String cpu = draft.config.getOrDefault("cpu", "0".equals(draft.config.get("kvm")) ? "qemu64" : "kvm64");
    draft.config.put("runningcpu", cpu);
    draft.config.put("running-nets-host-mtu", draft.config.keySet().stream().filter(Options::isNet)
        .map(key -> key + "=1500").collect(Collectors.joining(",")));
    work.write(draft);
    work.write(work.vm(vmid).with(SimVm.Power.STOPPED));
    work.log.add("State saved, quitting");
  }

  static QemuOutcome resume(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      checkRootOnly(context, params);
      SimVm now = new Work(state, context).runningVm(vmid);
      if (!now.isHibernated() && !now.isRunning()) {
        throw Die.of("VM " + vmid + " not running");
      }
      return task("qmresume", state, context, vmid, QUICK, work -> {
        SimVm vm = work.runningVm(vmid);
        if (vm.isHibernated() && !vm.isRunning()) {
          new Start(work, vmid).run(Map.of());
          return;
        }
        checkLockButBackup(work, vm);
        work.write(vm.with(SimVm.Power.RUNNING));
      });
    });
  }

  private static SimVm running(Work work, int vmid) {
    SimVm vm = work.runningVm(vmid);
    if (!vm.isRunning()) {
      throw Die.of("VM " + vmid + " not running");
    }
    return vm;
  }

  private static void checkLockButBackup(Work work, SimVm vm) {
    if (!"backup".equals(vm.config().get("lock"))) {
      work.checkLock(vm);
    }
  }

  /** Ends the process; the host then applies what was pending. */
  private static void turnOff(Work work, int vmid) {
    work.write(work.vm(vmid).with(SimVm.Power.STOPPED));
    PendingApply.apply(work, vmid);
  }

  /** Names of the state that hibernation keeps. */
  static List<String> hibernationKeys() {
    return List.of("lock", "vmstate", "runningmachine", "runningcpu", "running-nets-host-mtu");
  }
}
