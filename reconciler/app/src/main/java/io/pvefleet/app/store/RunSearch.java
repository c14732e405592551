package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which runs, and what those of a commit came to together. */
public interface RunSearch {

  /** The newest first, at most {@code limit}, all before the run with that number; {@link Long#MAX_VALUE} for the newest. */
  List<Runs.Run> select(Choice choice, long before, int limit);

  /** What the last commits came to, those of the newest runs first. */
  List<Sum> sums(int limit);

  /** What the runs of that commit came to; empty where there was none. */
  Optional<Sum> sum(String revision);

  /**
   * Which runs; what is empty asks for all.
   *
   * @param host that the run is for or changed something on
   * @param revision begins the commit
   */
  record Choice(String host, String revision, Optional<Runs.Trigger> trigger, Optional<End> end) {
    public static final Choice ALL = new Choice("", "", Optional.empty(), Optional.empty());

    boolean fits(Runs.Run run, boolean isOfHost) {
      return (host.isEmpty() || isOfHost)
          && (revision.isEmpty() || run.revision().startsWith(revision))
          && trigger.map(wanted -> wanted == run.trigger()).orElse(true)
          && end.map(wanted -> wanted.isIn(run)).orElse(true);
    }
  }

  /** What there is in a run. */
  enum End {
    FAILED("failed"),
    HELD("held"),
    STOPPED("stopped"),
    WAITS("waits"),
    INDETERMINATE("indeterminate"),
    RUNNING("running"),
    /** It has ended, and all that was tried is done. */
    DONE("done");

    private final String word;

    End(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public static Optional<End> of(String word) {
      return Stream.of(values()).filter(end -> end.word.equals(word)).findFirst();
    }

    boolean isIn(Runs.Run run) {
      Runs.Counts counts = run.counts();
      return switch (this) {
        case FAILED -> counts.failed() > 0;
        case HELD -> counts.held() > 0;
        case STOPPED -> counts.stopped() > 0;
        case WAITS -> counts.waiting() > 0;
        case INDETERMINATE -> counts.indeterminate() > 0;
        case RUNNING -> run.ended().isEmpty();
        case DONE -> run.ended().isPresent() && counts.all() == counts.succeeded();
      };
    }
  }

  /**
   * What the runs of one commit came to: each VM once, by the last that was done to it.
   *
   * @param hosts that were worked on
   * @param counts of VMs; held are those that were held last and not changed since
   * @param ended when the last run ended; empty while one is under way
   */
  record Sum(String revision, int runs, int hosts, Runs.Counts counts, Instant started, Optional<Instant> ended) {}
}
