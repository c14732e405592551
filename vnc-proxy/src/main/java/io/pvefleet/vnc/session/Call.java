package io.pvefleet.vnc.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One dial of a session and what became of it; it has an audit row of its own. All fields but {@link #dialled} are guarded by the
 * registry's lock.
 */
final class Call {
  final String row;
  final Asker asker;
  final Instant asked;
  final Seats.Seat seat;
  final boolean takesOver;

  /** Completed outside of the lock once the way is open, or with a {@link ConsoleRefused}. */
  final CompletableFuture<Way> dialled = new CompletableFuture<>();

  State state = State.DIALLING;
  @Nullable Thread dialling;
  @Nullable Way way;
  @Nullable Running running;
  Optional<Duration> firstFrame = Optional.empty();
  Traffic traffic = Traffic.NONE;

  /** How many browsers have shown a nonce for it. The last one gets the way: an earlier one is a page that was loaded again. */
  int comers;

  Optional<CloseReason> reason = Optional.empty();
  Optional<Instant> closed = Optional.empty();
  Instant written;
  Traffic writtenTraffic = Traffic.NONE;

  Call(String row, Asker asker, Instant asked, Seats.Seat seat, boolean takesOver) {
    this.row = row;
    this.asker = asker;
    this.asked = asked;
    this.seat = seat;
    this.takesOver = takesOver;
    this.written = asked;
  }

  /** Whether a browser waits for the way, so that it is not unused. */
  boolean isAwaited() {
    return comers > 0;
  }

  boolean isOver() {
    return state == State.CLOSED;
  }

  /** What has passed, as far as is known now. */
  Traffic trafficNow() {
    return running == null || isOver() ? traffic : running.traffic();
  }
}
