package io.pvefleet.app.store;

import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs and changes in memory. */
final class MemoryRuns implements Runs {

  private final TreeMap<Long, Run> runs = new TreeMap<>();
  private final TreeMap<Long, Change> changes = new TreeMap<>();
  private final TreeMap<Long, List<Held>> held = new TreeMap<>();
  private long lastRun;
  private long lastChange;

  @Override
  public synchronized Run begin(String revision, Trigger trigger, String scope, Instant at) {
    Run run = new Run(++lastRun, revision, trigger, scope, at, Optional.empty(), Counts.NONE);
    runs.put(run.id(), run);
    return run;
  }

  @Override
  public synchronized void noteHeld(long run, List<Held> some) {
    held.put(run, some.stream().sorted(Comparator.comparing(Held::vm)).toList());
  }

  @Override
  public synchronized List<Held> held(long run) {
    return held.getOrDefault(run, List.of());
  }

  @Override
  public synchronized List<Run> select(Choice choice, long before, int limit) {
    return new MemoryRunSearch(this).select(choice, before, limit);
  }

  @Override
  public synchronized List<Sum> sums(int limit) {
    return new MemoryRunSearch(this).sums(limit);
  }

  @Override
  public synchronized Optional<Sum> sum(String revision) {
    return new MemoryRunSearch(this).sum(revision);
  }

  @Override
  public synchronized Run end(long run, Instant at) {
    Run begun = find(run).orElseThrow(() -> new IllegalArgumentException("no run " + run));
    runs.put(run, new Run(run, begun.revision(), begun.trigger(), begun.scope(), begun.started(), Optional.of(at), Counts.NONE));
    return counted(run);
  }

  @Override
  public synchronized Change beginChange(long run, VmRef vm, String action, String summary, Instant at) {
    Change change = new Change(++lastChange, run, vm, action, summary, at, Optional.empty());
    changes.put(change.id(), change);
    return change;
  }

  @Override
  public synchronized void endChange(long change, Ending ending) {
    changes.computeIfPresent(change, (id, begun) ->
        begun.ending().isPresent() ? begun
            : new Change(id, begun.run(), begun.vm(), begun.action(), begun.summary(), begun.started(), Optional.of(ending)));
  }

  @Override
  public synchronized Optional<Run> find(long run) {
    return runs.containsKey(run) ? Optional.of(counted(run)) : Optional.empty();
  }

  @Override
  public synchronized List<Run> list(long before, int limit) {
    return runs.headMap(before, false).descendingKeySet().stream().limit(limit).map(this::counted).toList();
  }

  @Override
  public synchronized List<Run> listOf(String host, long before, int limit) {
    return runs.headMap(before, false).descendingKeySet().stream()
        .map(this::counted)
        .filter(run -> run.scope().equals(host) || changes(run.id()).stream().anyMatch(change -> change.vm().host().equals(host)))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized int countSince(Instant at) {
    return (int) runs.values().stream().filter(run -> !run.started().isBefore(at)).count();
  }

  @Override
  public synchronized List<Change> changes(long run) {
    return all().filter(change -> change.run() == run).toList();
  }

  @Override
  public synchronized List<Change> changesOf(String host, int vmid, int limit) {
    return all()
        .filter(change -> change.vm().host().equals(host) && change.vm().vmid() == vmid)
        .sorted(Comparator.comparingLong(Change::id).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Change> unfinished(String host) {
    return all().filter(change -> change.vm().host().equals(host) && change.ending().isEmpty()).toList();
  }

  @Override
  public synchronized Set<Integer> unfinishedCreations(String host) {
    return all()
        .filter(change -> change.vm().host().equals(host) && change.action().equals("create"))
        .filter(begun -> all().noneMatch(later ->
            later.id() >= begun.id() && later.vm().equals(begun.vm()) && later.ending().filter(MemoryRuns::isGood).isPresent()))
        .map(change -> change.vm().vmid())
        .collect(Collectors.toSet());
  }

  private static boolean isGood(Ending ending) {
    return ending.result() == Result.SUCCEEDED || ending.result() == Result.WAITS_FOR_RESTART;
  }

  @Override
  public synchronized void endAbandoned(Instant at) {
    List.copyOf(runs.values()).stream()
        .filter(run -> run.ended().isEmpty() && run.started().isBefore(at))
        .filter(run -> changes(run.id()).stream().allMatch(change -> change.ending().isPresent()))
        .forEach(run -> end(run.id(), at));
  }

  /** The numbers of the changes that went with their runs. */
  synchronized List<Long> removeEndedBefore(Instant at) {
    runs.values().removeIf(run -> run.ended().filter(ended -> ended.isBefore(at)).isPresent());
    List<Long> gone = all().filter(change -> !runs.containsKey(change.run())).map(Change::id).toList();
    gone.forEach(changes::remove);
    held.keySet().retainAll(runs.keySet());
    return gone;
  }

  private Stream<Change> all() {
    return List.copyOf(changes.values()).stream();
  }

  private Run counted(long id) {
    Run run = java.util.Objects.requireNonNull(runs.get(id));
    return new Run(id, run.revision(), run.trigger(), run.scope(), run.started(), run.ended(),
        new Counts(count(id, Result.SUCCEEDED), count(id, Result.WAITS_FOR_RESTART), count(id, Result.STOPPED),
            count(id, Result.FAILED), count(id, Result.INDETERMINATE), held(id).size()));
  }

  private int count(long run, Result result) {
    return (int) changes(run).stream().filter(change -> change.ending().filter(end -> end.result() == result).isPresent()).count();
  }
}
