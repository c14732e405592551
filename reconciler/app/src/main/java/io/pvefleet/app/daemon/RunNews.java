package io.pvefleet.app.daemon;

import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.app.store.Runs;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells of each line that is written of a run, after it was: {@code runs}, and {@code r-17} for the run with that number. Thread safe. */
final class RunNews {
  private final Consumer<String> news;

  /** The run of each change under way: the journal knows the change alone. */
  private final Map<Long, Long> runOf = new ConcurrentHashMap<>();

  RunNews(Consumer<String> news) {
    this.news = news;
  }

  private void tell(long run) {
    news.accept("runs");
    news.accept("r-" + run);
  }

  private void tellOf(long change) {
    Optional.ofNullable(runOf.get(change)).ifPresent(this::tell);
  }

  Journal of(Journal kept) {
    return new Journal() {
      @Override
      public void append(Entry entry, Fence fence) {
        kept.append(entry, fence);
        tellOf(entry.change());
      }

      @Override
      public void appendOwing(Entry entry, Fence fence, int vmid) {
        kept.appendOwing(entry, fence, vmid);
        tellOf(entry.change());
      }

      @Override
      public List<Entry> of(long change) {
        return kept.of(change);
      }
    };
  }

  Runs of(Runs kept) {
    return new Runs() {
      @Override
      public Run begin(String revision, Trigger trigger, String scope, Instant at) {
        Run run = kept.begin(revision, trigger, scope, at);
        tell(run.id());
        return run;
      }

      @Override
      public void noteHeld(long run, List<Held> held) {
        kept.noteHeld(run, held);
        tell(run);
      }

      @Override
      public List<Held> held(long run) {
        return kept.held(run);
      }

      @Override
      public Run end(long run, Instant at) {
        Run ended = kept.end(run, at);
        tell(run);
        return ended;
      }

      @Override
      public Change beginChange(long run, VmRef vm, String action, String summary, Instant at) {
        Change change = kept.beginChange(run, vm, action, summary, at);
        runOf.put(change.id(), run);
        tell(run);
        return change;
      }

      @Override
      public void endChange(long change, Ending ending) {
        kept.endChange(change, ending);
        tellOf(change);
        runOf.remove(change);
      }

      @Override
      public List<Run> select(Choice choice, long before, int limit) {
        return kept.select(choice, before, limit);
      }

      @Override
      public List<Sum> sums(int limit) {
        return kept.sums(limit);
      }

      @Override
      public Optional<Sum> sum(String revision) {
        return kept.sum(revision);
      }

      @Override
      public Optional<Run> find(long run) {
        return kept.find(run);
      }

      @Override
      public List<Run> list(long before, int limit) {
        return kept.list(before, limit);
      }

      @Override
      public List<Run> listOf(String host, long before, int limit) {
        return kept.listOf(host, before, limit);
      }

      @Override
      public int countSince(Instant at) {
        return kept.countSince(at);
      }

      @Override
      public List<Change> changes(long run) {
        return kept.changes(run);
      }

      @Override
      public List<Change> changesOf(String host, int vmid, int limit) {
        return kept.changesOf(host, vmid, limit);
      }

      /** Of a process that died: whoever asks goes on with them, so that the journal grows again. */
      @Override
      public List<Change> unfinished(String host) {
        List<Change> open = kept.unfinished(host);
        open.forEach(change -> runOf.put(change.id(), change.run()));
        return open;
      }

      @Override
      public Set<Integer> unfinishedCreations(String host) {
        return kept.unfinishedCreations(host);
      }

      @Override
      public void endAbandoned(Instant at) {
        kept.endAbandoned(at);
        news.accept("runs");
      }
    };
  }
}
