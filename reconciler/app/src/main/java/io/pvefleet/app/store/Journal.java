package io.pvefleet.app.store;

import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every write, noted before it is sent, when it is answered and when its task is over. */
public interface Journal {

  /** Durable when it returns: only then may the request be sent. */
  void append(Entry entry);

  /** Entries of a change in the order in which they were appended. */
  List<Entry> of(long change);

  /** Where a write is. */
  enum Stage {
    /** About to be sent. */
    INTENDED("intended"),
    /** Answered, well or not. */
    SENT("sent"),
    /** Its task is over. */
    ENDED("ended"),
    /** A process died in it; what became of it was settled by reading. */
    SETTLED("settled");

    private final String word;

    Stage(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * One line of the journal.
   *
   * @param step key of the step within its change
   * @param request as {@code PveRequest.toString} shows it, secrets masked
   * @param upid the task, once there is one
   * @param detail what came of it; may be empty
   */
  record Entry(long change, Instant at, Stage stage, String step, String request, Optional<Upid> upid, String detail) {}
}
