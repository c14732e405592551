package io.pvefleet.app.store;

import java.time.Instant;
import java.util.SequencedMap;

/**
 * VMs that pvefleet itself took down in order to start them again, and has not seen running since. Noted together with the intent
 * in the journal, so that no stop in between forgets one.
 */
public interface OwedStarts {

  /** By vmid. */
  SequencedMap<Integer, Owed> of(String host);

  /** Seen running, or taken over by somebody else; nothing where none is owed, or a later change owes it anew. */
  void settle(Owed owed);

  /**
   * One start that is owed.
   *
   * @param change whose intent it was
   * @param since when, by our clock
   */
  record Owed(String host, int vmid, long change, Instant since) {}
}
