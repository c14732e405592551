package io.pvefleet.app.store;

import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Carrying-out of plans, by the daemon or by {@code apply}. */
public interface Runs extends RunSearch {

  /**
   * Notes that a run begins; it has a number from now on.
   *
   * @param scope name of the host, or empty for the whole fleet
   */
  Run begin(String revision, Trigger trigger, String scope, Instant at);

  /** Notes what was wanted when the run began and waits, for people alone. */
  void noteHeld(long run, List<Held> held);

  /** What waited when the run began, by host and vmid. */
  List<Held> held(long run);

  /** Notes its end; its counts are made from its changes. */
  Run end(long run, Instant at);

  /** Notes that a change of the run begins. */
  Change beginChange(long run, VmRef vm, String action, String summary, Instant at);

  /** Notes how it ended; the first note stays. */
  void endChange(long change, Ending ending);

  Optional<Run> find(long run);

  /** The newest first, at most {@code limit}, all before the run with that number; {@link Long#MAX_VALUE} for the newest. */
  List<Run> list(long before, int limit);

  /** The same, of those alone that are for that host or changed something on it. */
  List<Run> listOf(String host, long before, int limit);

  /** Runs that began at that moment or later. */
  int countSince(Instant at);

  /** Changes of a run, in the order of their beginning. */
  List<Change> changes(long run);

  /** The newest changes of a VM first. */
  List<Change> changesOf(String host, int vmid, int limit);

  /** Changes that began and have no end: a process died in them. */
  List<Change> unfinished(String host);

  /** VMs of the host that a change began to make and none has brought into line since. */
  Set<Integer> unfinishedCreations(String host);

  /** Runs that began before {@code at} and have no end, whose changes have all ended: closes them. */
  void endAbandoned(Instant at);

  /** Why a run began. */
  enum Trigger {
    COMMAND("command"),
    SCHEDULE("schedule"),
    COMMIT("commit"),
    WEBHOOK("webhook");

    private final String word;

    Trigger(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * A run.
   *
   * @param scope name of the host, or empty for the whole fleet
   */
  record Run(long id, String revision, Trigger trigger, String scope, Instant started, Optional<Instant> ended, Counts counts) {}

  /**
   * How many changes of a run ended how.
   *
   * @param held were wanted and not begun
   */
  record Counts(int succeeded, int waiting, int stopped, int failed, int indeterminate, int held) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** Changes that have ended. */
    public int all() {
      return succeeded + waiting + stopped + failed + indeterminate;
    }
  }

  /**
   * One VM's change that waited when a run began.
   *
   * @param why a word of {@link io.pvefleet.engine.plan.Verdict.Why}
   * @param detail one sentence; may be empty
   */
  record Held(VmRef vm, String action, String why, String detail) {}

  /**
   * One VM's part of a run.
   *
   * @param action {@code create}, {@code adopt}, {@code update} or {@code delete}
   * @param summary for people, without secrets
   */
  record Change(long id, long run, VmRef vm, String action, String summary, Instant started, Optional<Ending> ending) {}

  /**
   * How a change ended.
   *
   * @param detail one sentence; may be empty for a success
   * @param log last lines of the task's log, where one failed
   */
  record Ending(Instant at, Result result, String detail, List<String> log) {
    public Ending {
      log = List.copyOf(log);
    }
  }

  /** The end of a change, one word for each case of the engine's outcome. */
  enum Result {
    SUCCEEDED("succeeded"),
    WAITS_FOR_RESTART("waits for restart"),
    STOPPED("stopped"),
    FAILED("failed"),
    INDETERMINATE("indeterminate");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
