package io.pvefleet.app.store;

import io.pvefleet.app.store.Runs.Change;
import io.pvefleet.app.store.Runs.Result;
import io.pvefleet.app.store.Runs.Run;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The same questions, of what is in memory. */
record MemoryRunSearch(MemoryRuns runs) {

  List<Run> select(RunSearch.Choice choice, long before, int limit) {
    return runs.list(before, Integer.MAX_VALUE).stream()
        .filter(run -> choice.fits(run, run.scope().equals(choice.host())
            || runs.changes(run.id()).stream().anyMatch(change -> change.vm().host().equals(choice.host()))))
        .limit(limit)
        .toList();
  }

  List<RunSearch.Sum> sums(int limit) {
    return runs.list(Long.MAX_VALUE, Integer.MAX_VALUE).stream().map(Run::revision).distinct().limit(limit)
        .flatMap(revision -> sum(revision).stream()).toList();
  }

  Optional<RunSearch.Sum> sum(String revision) {
    List<Run> mine = runs.list(Long.MAX_VALUE, Integer.MAX_VALUE).stream().filter(run -> run.revision().equals(revision)).toList();
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    Map<VmRef, Change> latest = new TreeMap<>();
    Set<String> hosts = new TreeSet<>();
    mine.reversed().forEach(run -> {
      hosts.add(run.scope());
      runs.changes(run.id()).forEach(change -> latest.put(change.vm(), change));
    });
    latest.keySet().forEach(vm -> hosts.add(vm.host()));
    hosts.remove("");
    Set<VmRef> held = new HashSet<>();
    mine.forEach(run -> runs.held(run.id()).stream()
        .map(Runs.Held::vm)
        .filter(vm -> !latest.containsKey(vm) || latest.get(vm).run() < run.id())
        .forEach(held::add));
    Optional<Instant> ended = mine.stream().allMatch(run -> run.ended().isPresent())
        ? mine.stream().flatMap(run -> run.ended().stream()).max(Comparator.naturalOrder())
        : Optional.empty();
    return Optional.of(new RunSearch.Sum(revision, mine.size(), hosts.size(),
        new Runs.Counts(count(latest, Result.SUCCEEDED), count(latest, Result.WAITS_FOR_RESTART), count(latest, Result.STOPPED),
            count(latest, Result.FAILED), count(latest, Result.INDETERMINATE), held.size()),
        mine.getLast().started(), ended));
  }

  private static int count(Map<VmRef, Change> latest, Result result) {
    return (int) latest.values().stream().filter(change -> change.ending().filter(end -> end.result() == result).isPresent()).count();
  }
}
