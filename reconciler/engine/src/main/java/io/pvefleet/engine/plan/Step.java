package io.pvefleet.engine.plan;

import io.pvefleet.pve.wire.PveRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * One request of a change. The executor sends it, waits for its task where the answer is one, reads the VM again and asks
 * the engine what is next; it never decides.
 *
 * @param key stable within the change: {@code create}, {@code clone}, {@code config}, {@code resize scsi0}, {@code start}
 * @param title for people, starts with a verb: {@code Clone template 9000}
 * @param predicted true where the request of a later round is foreseen but is made from what the VM reads back then (a
 *     clone's MAC and volume names)
 * @param notAfter the step is not sent later than that, whatever came before it took; empty where it may be sent at any time
 */
public record Step(
    String key, String title, PveRequest request, Impact impact, boolean predicted, Optional<Instant> notAfter) {

  /** A step that may be sent at any time. */
  public Step(String key, String title, PveRequest request, Impact impact, boolean predicted) {
    this(key, title, request, impact, predicted, Optional.empty());
  }

  /** Whether it is too late for it. */
  public boolean isTooLate(Instant now) {
    return notAfter.filter(now::isAfter).isPresent();
  }
}
