package io.pvefleet.app.daemon;

import io.pvefleet.app.store.Runs;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs that are shown as far as they can be read, and begun only where that can be noted. */
record SteadyRuns(Runs runs, StoreHealth health) implements Runs {

  @Override
  public Run begin(String revision, Trigger trigger, String scope, Instant at) {
    return health.must(() -> runs.begin(revision, trigger, scope, at));
  }

  /** For people alone: a run does not wait for it. */
  @Override
  public void noteHeld(long run, List<Held> held) {
    health.tryTo(() -> runs.noteHeld(run, held));
  }

  @Override
  public List<Held> held(long run) {
    return health.read(() -> runs.held(run), List.of());
  }

  @Override
  public List<Run> select(Choice choice, long before, int limit) {
    return health.read(() -> runs.select(choice, before, limit), List.of());
  }

  @Override
  public List<Sum> sums(int limit) {
    return health.read(() -> runs.sums(limit), List.of());
  }

  @Override
  public Optional<Sum> sum(String revision) {
    return health.read(() -> runs.sum(revision), Optional.empty());
  }

  @Override
  public Run end(long run, Instant at) {
    return health.must(() -> runs.end(run, at));
  }

  @Override
  public Change beginChange(long run, VmRef vm, String action, String summary, Instant at) {
    return health.must(() -> runs.beginChange(run, vm, action, summary, at));
  }

  @Override
  public void endChange(long change, Ending ending) {
    health.must(() -> runs.endChange(change, ending));
  }

  @Override
  public Optional<Run> find(long run) {
    return health.read(() -> runs.find(run), Optional.empty());
  }

  @Override
  public List<Run> list(long before, int limit) {
    return health.read(() -> runs.list(before, limit), List.of());
  }

  @Override
  public List<Run> listOf(String host, long before, int limit) {
    return health.read(() -> runs.listOf(host, before, limit), List.of());
  }

  @Override
  public int countSince(Instant at) {
    return health.read(() -> runs.countSince(at), 0);
  }

  @Override
  public List<Change> changes(long run) {
    return health.read(() -> runs.changes(run), List.of());
  }

  @Override
  public List<Change> changesOf(String host, int vmid, int limit) {
    return health.read(() -> runs.changesOf(host, vmid, limit), List.of());
  }

  /** Not known is not none: whoever asks is about to write to the host. */
  @Override
  public List<Change> unfinished(String host) {
    return runs.unfinished(host);
  }

  @Override
  public Set<Integer> unfinishedCreations(String host) {
    return health.read(() -> runs.unfinishedCreations(host), Set.of());
  }

  @Override
  public void endAbandoned(Instant at) {
    health.tryTo(() -> runs.endAbandoned(at));
  }
}
