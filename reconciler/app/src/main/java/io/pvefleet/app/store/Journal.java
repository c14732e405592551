package io.pvefleet.app.store;

import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.engine.run.Event;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every write, noted before it is sent, when it is answered, when its task is over, and when its effect was read. */
public interface Journal {

  /**
   * Durable when it returns: only then may the request be sent.
   *
   * @param fence under which the host is changed
   * @throws LeaseLost where that is no longer the host's newest, decided in the same transaction; nothing is written then
   */
  void append(Entry entry, Fence fence);

  /**
   * As {@link #append}, for the intent to take a VM down that is to run again: in the same transaction the start is noted as owed,
   * see {@link OwedStarts}.
   */
  void appendOwing(Entry entry, Fence fence, int vmid);

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
    /** The VM was read after it: what it came to. */
    VERIFIED("verified"),
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
   * @param event what happened, with the exact request, secrets as the references that they are; empty for a stage that is for
   *     people alone, and in entries of versions before 0.2
   */
  record Entry(
      long change, Instant at, Stage stage, String step, String request, Optional<Upid> upid, String detail, Optional<Event> event) {

    /** For people alone. */
    public Entry(long change, Instant at, Stage stage, String step, String request, Optional<Upid> upid, String detail) {
      this(change, at, stage, step, request, upid, detail, Optional.empty());
    }
  }
}
