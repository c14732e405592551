package io.pvefleet.app.daemon;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who has been looked at since a commit came into force. Nothing is applied before it is plain that not too many hosts are gone
 * at once, and nothing that a limit counts before every host has been planned, since the limits are of the whole fleet. A host
 * that stays silent or slow keeps nobody waiting whose change needs neither. Counts with a clock that nobody can set. Thread safe.
 */
final class Muster {
  /** Past this the fleet is judged by the hosts that were seen; longer than the deadline of reading a host. */
  static final Duration LONGEST = Duration.ofSeconds(90);

  /** What must be known before a change is made. */
  enum Need {
    /** That our own network is sound: so many hosts have answered that those not heard of cannot be more than may be gone. */
    SOUND_NETWORK,
    /** What every host comes to. */
    EVERY_HOST
  }

  private final LongSupplier nanos;
  private final Duration longest;

  // Guarded by this.
  private String revision = "";
  private Set<String> unseen = new HashSet<>();
  private int hosts;
  private int reached;
  private int mayBeGonePercent;
  private long began;
  private boolean isSound;

  Muster(LongSupplier nanos, Duration longest) {
    this.nanos = nanos;
    this.longest = longest;
  }

  /** Begins anew for another commit. That the network is sound stays known: each pass judges that again. */
  synchronized void begin(String newRevision, Set<String> names, int maxGonePercent) {
    revision = newRevision;
    unseen = new HashSet<>(names);
    hosts = names.size();
    reached = 0;
    mayBeGonePercent = maxGonePercent;
    began = nanos.getAsLong();
    notifyAll();
  }

  /** A host was looked at with that commit; true where it was the last one. */
  synchronized boolean seen(String ofRevision, String host, boolean answered) {
    if (!ofRevision.equals(revision) || !unseen.remove(host)) {
      return false;
    }
    reached += answered ? 1 : 0;
    isSound = isSound || unseen.isEmpty() || (hosts - reached) * 100L <= (long) hosts * mayBeGonePercent;
    notifyAll();
    return unseen.isEmpty();
  }

  /** Whether enough is known of the fleet to judge it as one. */
  synchronized boolean isSound() {
    return isSound;
  }

  /** What came of waiting. */
  enum Wait {
    KNOWN,
    /** Some hosts were not looked at in time; the others go on. */
    TIME_IS_UP,
    /** Another commit came into force, or the process ends: what was planned is of no use any more. */
    OVERTAKEN
  }

  /** Blocks until what is needed is known, another commit came, or the longest wait is over. */
  synchronized Wait await(String ofRevision, Need need) {
    try {
      while (revision.equals(ofRevision)) {
        if (isKnown(need)) {
          return Wait.KNOWN;
        }
        long left = longest.minusNanos(nanos.getAsLong() - began).toMillis();
        if (left <= 0) {
          boolean isFirst = !unseen.isEmpty();
          unseen.clear();
          isSound = true;
          notifyAll();
          return isFirst ? Wait.TIME_IS_UP : Wait.KNOWN;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Wait.OVERTAKEN;
  }

  // Guarded by this.
  private boolean isKnown(Need need) {
    return switch (need) {
      case SOUND_NETWORK -> isSound;
      case EVERY_HOST -> unseen.isEmpty();
    };
  }
}
