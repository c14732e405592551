package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.Clockwork.TaskPlan;
import io.pvefleet.pve.simulator.world.task.Locks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Backups that the host's own schedule makes: a lock in the configuration and a task behind it, no more. */
final class Backups {

  private Backups() {}

  /** A backup that takes so long, whatever the pace of this world. */
  static World begun(World world, int vmid, Duration time, Moment moment) {
    TaskPlan plan =
        new TaskPlan("vzdump", Integer.toString(vmid), "root@pam", Locks.NONE, time,
            (then, at) -> new Work.End(unlocked(then, vmid, at), "OK", List.of(), List.of()), (then, at) -> unlocked(then, vmid, at));
    return Clockwork.startUntil(locked(world, vmid, moment.now()), plan, moment).world();
  }

  private static World locked(World world, int vmid, Instant at) {
    return world.with(world.qemu().with(world.qemu().vm(vmid).orElseThrow().with("lock", "backup")), at);
  }

  private static World unlocked(World world, int vmid, Instant at) {
    return world.qemu().vm(vmid).map(vm -> world.with(world.qemu().with(vm.without("lock")), at)).orElse(world);
  }
}
