package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.store.Journal.Entry;
import io.pvefleet.app.store.Journal.Stage;
import io.pvefleet.app.store.Runs.Change;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.run.Event;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.engine.run.Recovery;
import java.util.List;
import java.util.Optional;

/**
 * Closes what a process that died left open on a host: folds its journal, waits for its tasks, since two writers on one VM are worse
 * than one late, and ends its changes as not known. What is so then is read by the plan that follows; nothing is sent again.
 */
final class Settlement {

  private final Store store;
  private final Tenure tenure;
  private final ChangeDriver.Time time;

  Settlement(Store store, Tenure tenure, ChangeDriver.Time time) {
    this.store = store;
    this.tenure = tenure;
    this.time = time;
  }

  /**
   * What it came to.
   *
   * @param found how many changes were open
   * @param stillOpen why one could not be closed: the host does not say what became of it, and nothing may be sent to it
   */
  record Settled(int found, Optional<String> stillOpen) {}

  /** To be called by whoever has the host; blocks as long as such a task runs. */
  Settled settle(String host, String node, HostLine line) throws InterruptedException {
    List<Change> open = store.runs().unfinished(host);
    Optional<String> stillOpen = Optional.empty();
    for (Change change : open) {
      Optional<String> why = settle(change, node, line);
      stillOpen = stillOpen.or(() -> why);
    }
    open.stream().map(Change::run).distinct().forEach(this::endWhereAllHaveEnded);
    return new Settled(open.size(), stillOpen);
  }

  private void endWhereAllHaveEnded(long run) {
    if (store.runs().changes(run).stream().allMatch(change -> change.ending().isPresent())) {
      store.runs().end(run, time.now());
    }
  }

  private Optional<String> settle(Change change, String node, HostLine line) throws InterruptedException {
    List<Event> journal = store.journal().of(change.id()).stream().flatMap(entry -> event(entry).stream()).toList();
    ChangeDriver.Work work = new ChangeDriver.Work(change.id(), change.vm().vmid(), Stage.SETTLED, step -> false, step -> Optional.empty());
    Outcome outcome =
        new ChangeDriver(line, store.journal(), tenure, work, time)
            .drive(Recovery.of(node, change.vm(), line.user(), journal), journal)
            .outcome();
    if (outcome instanceof Outcome.Stopped(var why, String detail)) {
      return Optional.of(detail);
    }
    store.runs().endChange(change.id(), Endings.of(outcome, time.now()));
    return Optional.empty();
  }

  private static Optional<Event> event(Entry entry) {
    return entry.event().or(() -> OldEntries.event(entry));
  }
}
