package io.pvefleet.engine.run;

import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.FaultKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a change under way has come to so far. Immutable.
 *
 * @param begun the world was found as the plan saw it
 * @param exists the VM was seen on the host
 * @param writes where its writes stand
 * @param looks how often the VM was read
 * @param waitsFor what the last pause was for
 * @param waits pauses in a row for that, looks in between not counted
 * @param conflicts how often a write lost against somebody else's
 * @param requests sent so far, reads included
 * @param owed what a VM that this run took down is owed
 * @param at when the VM was read last
 */
record Progress(
    boolean begun,
    boolean exists,
    Writes writes,
    int looks,
    Optional<Waits> waitsFor,
    int waits,
    int conflicts,
    int requests,
    List<String> warnings,
    Owed owed,
    Instant at) {

  /** A step that did not succeed, and what the host said. */
  record Refusal(Step step, FaultKind kind, String message, List<String> log) {
    Refusal {
      log = List.copyOf(log);
    }
  }

  static final Progress NONE =
      new Progress(false, false, Writes.NONE, 0, Optional.empty(), 0, 0, 0, List.of(), Owed.NOTHING, Instant.EPOCH);

  Progress {
    warnings = List.copyOf(warnings);
  }

  /** Keys of the steps that the host reported as done. */
  Set<String> done() {
    return writes.done();
  }

  /** The step whose effect is not known. */
  Optional<Step> unsure() {
    return writes.unsure();
  }

  /** The step that did not succeed and was not looked at since. */
  Optional<Refusal> refused() {
    return writes.refused();
  }

  Progress looked(int reads, Instant when) {
    return new Progress(begun, exists, writes, looks + 1, waitsFor, waits, conflicts, requests + reads, warnings, owed, when);
  }

  Progress asPlanned() {
    return new Progress(true, exists, writes, looks, waitsFor, waits, conflicts, requests, warnings, owed, at);
  }

  /** After one more event of a write. */
  Progress after(Event event) {
    int sent = event instanceof Event.Sent ? 1 : 0;
    Writes next = writes.on(event);
    return new Progress(
        begun, exists, next, looks, waitsFor, waits, conflicts, requests + sent, warnings, owed.after(writes, next), at);
  }

  /** A step is done: pauses are counted anew. */
  Progress stepped(List<String> more) {
    return new Progress(begun, exists, writes, looks, Optional.empty(), 0, conflicts, requests, joined(more), owed, at);
  }

  /** The VM was seen in that state. */
  Progress seen(Power power) {
    return new Progress(begun, true, writes, looks, waitsFor, waits, conflicts, requests, warnings, owed.seen(power, writes), at);
  }

  /** The run is to end so once the VM that it took down has been started again. */
  Progress endsWith(Outcome ending) {
    return new Progress(
        begun, exists, writes.settled(), looks, Optional.empty(), 0, conflicts, requests, warnings, owed.before(ending), at);
  }

  Progress waited(Waits what) {
    return new Progress(begun, exists, writes, looks, Optional.of(what), waitsFor(what) + 1, conflicts, requests, warnings, owed, at);
  }

  /** Pauses in a row for this. */
  int waitsFor(Waits what) {
    return waitsFor.equals(Optional.of(what)) ? waits : 0;
  }

  /** A write lost: nothing of it was done, and before anything else of ours was, the plan must fit anew. */
  Progress lost() {
    return new Progress(begun && !done().isEmpty(), exists, writes, looks, waitsFor, waits, conflicts + 1, requests, warnings, owed, at);
  }

  /** What was in doubt or refused is settled by a look; what is still worth saying becomes a warning. */
  Progress settled() {
    List<String> said = refused().filter(r -> !r.message().contains("already running")).map(Refusal::message).stream().toList();
    return new Progress(begun, exists, writes.settled(), looks, waitsFor, waits, conflicts, requests, joined(said), owed, at);
  }

  Progress warned(List<String> more) {
    return new Progress(begun, exists, writes, looks, waitsFor, waits, conflicts, requests, joined(more), owed, at);
  }

  private List<String> joined(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    more.stream().filter(warning -> !all.contains(warning)).forEach(all::add);
    return all;
  }
}
