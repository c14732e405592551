package io.pvefleet.vnc.login;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Compares passwords with hashes, at the same price for everybody: nobody learns from the time whether a name exists or how its
 * password was hashed. Thread-safe; blocks for a processor.
 */
final class PasswordCheck {
  /** Half of the smallest machine: a storm of logins must not stop the consoles. */
  private static final int AT_ONCE = 1;

  /** Longer than a queue of ten honest people takes at the usual cost. */
  private static final long PATIENCE_SECONDS = 10;

  /** More than anybody types, less than what is worth hashing. */
  static final int LONGEST_PASSWORD = 1_024;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Hashing hashing;

  /** A hash per cost that no password belongs to. */
  private final Map<Integer, String> decoys = new ConcurrentHashMap<>();

  PasswordCheck() {
    this(BCrypt::checkpw);
  }

  /** @param hashing takes time in powers of two of the hash's cost */
  PasswordCheck(Hashing hashing) {
    this.hashing = hashing;
  }

  /** Whether a password belongs to a hash. */
  interface Hashing {
    boolean compare(String password, String hash);
  }

  enum Answer {
    RIGHT,
    WRONG,
    /** Too many others are asking. */
    BUSY
  }

  /**
   * @param user empty for a name that does not exist
   * @param highestCost of all users
   */
  Answer check(Optional<LocalUser> user, String password, int highestCost) {
    if (password.length() > LONGEST_PASSWORD) {
      return Answer.WRONG;
    }
    try {
      if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Answer.BUSY;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Answer.BUSY;
    }
    try {
      return isRight(user, password, highestCost) ? Answer.RIGHT : Answer.WRONG;
    } finally {
      turns.release();
    }
  }

  /** A hash of cost c takes 2^c; one each of c, c+1, ... highest-1 makes up what is missing to 2^highest. */
  private boolean isRight(Optional<LocalUser> user, String password, int highestCost) {
    if (user.isEmpty()) {
      hashing.compare(password, decoy(highestCost));
      return false;
    }
    boolean isRight = hashing.compare(password, user.get().hash());
    for (int cost = user.get().cost(); cost < highestCost; cost++) {
      hashing.compare(password, decoy(cost));
    }
    return isRight;
  }

  private String decoy(int cost) {
    return decoys.computeIfAbsent(cost, c -> "$2b$" + (c < 10 ? "0" : "") + c + "$" + "abcdefghijklmnopqrstuu" + ".".repeat(31));
  }
}
