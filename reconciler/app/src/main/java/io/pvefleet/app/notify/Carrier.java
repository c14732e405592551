package io.pvefleet.app.notify;

import java.time.Duration;

/** Brings a letter to one kind of receiver. Blocks for its patience or a little more; thread safe. */
interface Carrier {
  /** A receiver that takes longer is not to be waited for; it is tried again. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * @param id the same for each try of a message, so that a receiver can tell a message that it had already
   */
  Outcome carry(Letter letter, String id, Wording wording);
}
