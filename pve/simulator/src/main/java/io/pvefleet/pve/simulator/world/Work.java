package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.qemu.QemuOutcome;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a task does when its time is up, and what remains where it fails.
 *
 * @param effect the work, at the instant of its end
 * @param undo takes back what the start of the task had changed
 * @param bad the error with which bad luck ends it instead of its work
 */
record Work(BiFunction<World, Instant, End> effect, BiFunction<World, Instant, World> undo, Optional<String> bad) {

  /** The end of a task's work. */
  record End(World world, String exitStatus, List<String> log, List<FollowUp> followUps) {}

  /** A task that starts as another ends. */
  record FollowUp(Function<QemuState, QemuOutcome> step, String user) {}
}
