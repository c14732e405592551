package io.pvefleet.pve.simulator.world.qemu;

import java.util.Map;

/** Starting a machine: the checks QEMU's launch makes, pending values, waking from hibernation. */
final class Start {

  private final Work work;
  private final int vmid;

  Start(Work work, int vmid) {
    this.work = work;
    this.vmid = vmid;
  }

  void run(Map<String, String> params) {
    SimVm vm = work.vm(vmid);
    boolean hibernated = vm.isHibernated();
    if ("backup".equals(vm.config().get("lock")) && vm.isRunning()) {
      work.write(vm.with(SimVm.Power.RUNNING));
      return;
    }
    if (!hibernated && !"1".equals(params.get("skiplock"))) {
      work.checkLock(vm);
    }
    if (vm.isTemplate()) {
      throw Die.of("you can't start a vm if it's a template");
    }
    if (vm.isRunning()) {
      throw Die.of("VM " + vmid + " already running");
    }
    if (!hibernated) {
      PendingApply.apply(work, vmid);
    }
    launch(work.vm(vmid), params.getOrDefault("machine", ""));
    if (hibernated) {
      wake();
    }
    SimVm started = work.vm(vmid).with(SimVm.Power.RUNNING);
    boolean hasDrive = DiskCreation.attachedCloudinit(started.config(), "").isPresent();
    work.write(hasDrive ? Cloudinit.written(started) : started);
  }

  private void launch(SimVm vm, String machine) {
    Map<String, String> config = vm.config();
    long most = Memory.number(config.getOrDefault("sockets", "1")) * Memory.number(config.getOrDefault("cores", "1"));
    if (most > work.context.cpus()) {
      throw Die.of("MAX " + work.context.cpus() + " vcpus allowed per VM on this node");
    }
    boolean plugsMemory = config.getOrDefault("hotplug", "").contains("memory");
    if (plugsMemory && !"1".equals(config.get("numa"))) {
      throw Die.of("NUMA needs to be enabled for memory hotplug");
    }
    if (plugsMemory && Memory.mebibytes(config.get("memory")) < Memory.STATIC_MIB) {
      throw Die.of("minimum memory must be " + Memory.STATIC_MIB + "MB");
    }
    if (!machine.isEmpty() && machine.contains("q35") != config.getOrDefault("machine", "pc").contains("q35")) {
      throw Die.of("start failed: QEMU exited with code 1");
    }
    Storages storages = new Storages(work);
    config.forEach((key, value) -> {
      if (Options.isDrive(key)) {
        checkDrive(storages, config, Drive.of(key, value));
      } else if (Options.isNet(key)) {
        checkNet(Nic.parse(key, value, work.context.random()));
      }
    });
    if ("ovmf".equals(config.get("bios")) && !config.containsKey("efidisk0")) {
      work.warn("no efidisk configured! Using temporary efivars disk.");
    }
  }

  private void checkDrive(Storages storages, Map<String, String> config, Drive drive) {
    if (drive.slot().startsWith("scsi") && "1".equals(drive.properties().get("iothread"))
        && !"virtio-scsi-single".equals(config.get("scsihw"))) {
      work.warn("iothread is only valid with virtio disk or virtio-scsi-single controller, ignoring");
    }
    if (!drive.isEmptyCdrom() && !drive.file().startsWith("/")) {
      storages.name(drive.file());
      storages.volume(drive.file());
    }
  }

  private void checkNet(Nic nic) {
    nic.get("bridge").filter(bridge -> !work.context.bridges().contains(bridge)).ifPresent(bridge -> {
      work.log.add("bridge '" + bridge + "' does not exist");
      throw Die.of("start failed: QEMU exited with code 1");
    });
  }

  private void wake() {
    work.log.add("Resuming suspended VM");
    Draft draft = work.draft(vmid);
    String state = draft.config.getOrDefault("vmstate", "");
    if (!state.isEmpty()) {
      work.log.add("activating and using '" + state + "' as vmstate");
      work.set(work.state().withoutVolume(state));
    }
    work.log.add("Resumed VM, removing state");
    Power.hibernationKeys().forEach(draft.config::remove);
    work.write(draft);
  }
}
