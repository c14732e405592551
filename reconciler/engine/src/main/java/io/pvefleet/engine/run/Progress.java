package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change under way has come to so far. Immutable.
 *
 * @param begun the world was found as the plan saw it
 * @param exists the VM was seen on the host
 * @param done keys of the steps that the host reported as done; none of them is sent twice
 * @param unsure the step whose effect is not known
 * @param refused the step that the host refused or whose task failed, until a look shows what became of it
 * @param looks how often the VM was read
 * @param waitsFor what the last pause was for
 * @param waits pauses in a row for that, looks in between not counted
 * @param conflicts how often a write lost against somebody else's
 * @param requests sent so far, reads included
 */
record Progress(
    boolean begun,
    boolean exists,
    Set<String> done,
    Optional<Step> unsure,
    Optional<Refusal> refused,
    int looks,
    Optional<Waits> waitsFor,
    int waits,
    int conflicts,
    int requests,
    List<String> warnings) {

  /** A step that did not succeed, and what the host said. */
  record Refusal(Step step, FaultKind kind, String message, List<String> log) {
    Refusal {
      log = List.copyOf(log);
    }
  }

  static final Progress NONE =
      new Progress(false, false, Set.of(), Optional.empty(), Optional.empty(), 0, Optional.empty(), 0, 0, 0, List.of());

  Progress {
    done = Set.copyOf(done);
    warnings = List.copyOf(warnings);
  }

  Progress looked(int reads) {
    return new Progress(begun, exists, done, unsure, refused, looks + 1, waitsFor, waits, conflicts, requests + reads, warnings);
  }

  Progress asPlanned() {
    return new Progress(true, exists, done, unsure, refused, looks, waitsFor, waits, conflicts, requests, warnings);
  }

  Progress seen() {
    return new Progress(begun, true, done, unsure, refused, looks, waitsFor, waits, conflicts, requests, warnings);
  }

  Progress intends(Step step) {
    return new Progress(begun, exists, done, Optional.of(step), Optional.empty(), looks, waitsFor, waits, conflicts, requests, warnings);
  }

  /** The host has answered: the effect of the last step is no longer in doubt for want of an answer. */
  Progress answered() {
    return new Progress(begun, exists, done, Optional.empty(), refused, looks, waitsFor, waits, conflicts, requests + 1, warnings);
  }

  Progress did(Step step, List<String> more) {
    Set<String> all = new TreeSet<>(done);
    all.add(step.key());
    return new Progress(
        begun, exists, all, Optional.empty(), Optional.empty(), looks, Optional.empty(), 0, conflicts, requests, joined(more));
  }

  Progress isUnsureOf(Step step) {
    return new Progress(begun, exists, done, Optional.of(step), Optional.empty(), looks, waitsFor, waits, conflicts, requests, warnings);
  }

  Progress wasRefused(Refusal refusal) {
    return new Progress(begun, exists, done, Optional.empty(), Optional.of(refusal), looks, waitsFor, waits, conflicts, requests, warnings);
  }

  Progress waited(Waits what) {
    return new Progress(
        begun, exists, done, unsure, refused, looks, Optional.of(what), waitsFor(what) + 1, conflicts, requests, warnings);
  }

  /** Pauses in a row for this. */
  int waitsFor(Waits what) {
    return waitsFor.equals(Optional.of(what)) ? waits : 0;
  }

  /** A write lost: nothing of it was done, and before anything else of ours was, the plan must fit anew. */
  Progress lost() {
    return new Progress(
        begun && !done.isEmpty(), exists, done, Optional.empty(), Optional.empty(), looks, waitsFor, waits, conflicts + 1, requests,
        warnings);
  }

  /** What was in doubt or refused is settled by a look; what is still worth saying becomes a warning. */
  Progress settled() {
    List<String> said = refused.filter(r -> !r.message().contains("already running")).map(Refusal::message).stream().toList();
    return new Progress(begun, exists, done, Optional.empty(), Optional.empty(), looks, waitsFor, waits, conflicts, requests, joined(said));
  }

  Progress warned(List<String> more) {
    return new Progress(begun, exists, done, unsure, refused, looks, waitsFor, waits, conflicts, requests, joined(more));
  }

  private List<String> joined(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    more.stream().filter(warning -> !all.contains(warning)).forEach(all::add);
    return all;
  }
}
