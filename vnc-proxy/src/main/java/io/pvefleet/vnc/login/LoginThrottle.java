package io.pvefleet.vnc.login;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever guesses passwords. Failures empty three kinds of buckets, which fill again with time; while one is empty, no
 * password is even looked at. Time is given. Thread-safe; its memory is bounded.
 */
final class LoginThrottle {
  /** Mistakes of one person at one place: five at once, then two a minute. */
  private static final Limit PAIR = new Limit(5, Duration.ofSeconds(30));

  /** A site behind one address has several people; a list of names is tried from one address, too. */
  private static final Limit ADDRESS = new Limit(20, Duration.ofSeconds(10));

  /**
   * One name from many addresses. Wide, because whoever empties it keeps the person out; narrow enough that eight random letters
   * hold for longer than anybody works anywhere.
   */
  private static final Limit USER = new Limit(50, Duration.ofSeconds(30));

  /** Some megabytes. Who fills it with names of his own making pays for each with a failure of his own address. */
  private static final int MOST_BUCKETS = 20_000;

  private record Limit(int burst, Duration refill) {}

  /**
   * @param missing how many failures the bucket holds, at that moment
   */
  private record Bucket(double missing, Instant at) {
    double missing(Limit limit, Instant now) {
      double filled = Duration.between(at, now).toMillis() / (double) limit.refill().toMillis();
      return Math.max(0, missing - Math.max(0, filled));
    }
  }

  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MOST_BUCKETS;
    }
  };

  /**
   * How long that person at that address has to wait; zero for who may try now. A try counts as a failure until it is known to be
   * none, so that many at once are no way around.
   */
  synchronized Duration attempt(String user, String address, Instant now) {
    Duration pair = wait(pair(user, address), PAIR, now);
    Duration byAddress = wait(address(address), ADDRESS, now);
    Duration byUser = wait(user(user), USER, now);
    Duration longest = longer(longer(pair, byAddress), byUser);
    if (longest.isZero()) {
      take(pair(user, address), PAIR, now);
      take(address(address), ADDRESS, now);
      take(user(user), USER, now);
    }
    return longest;
  }

  /** The try was none: nobody looked at the password. */
  synchronized void withdrawn(String user, String address) {
    giveBack(pair(user, address));
    giveBack(address(address));
    giveBack(user(user));
  }

  /** Forgives the person at that address, and nobody else: a right password must not open the way for guessing another. */
  synchronized void succeeded(String user, String address) {
    buckets.remove(pair(user, address));
    giveBack(address(address));
    giveBack(user(user));
  }

  synchronized int size() {
    return buckets.size();
  }

  private Duration wait(String key, Limit limit, Instant now) {
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      return Duration.ZERO;
    }
    double over = bucket.missing(limit, now) - (limit.burst() - 1);
    return over <= 0 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(over * limit.refill().toMillis()));
  }

  private void take(String key, Limit limit, Instant now) {
    Bucket bucket = buckets.get(key);
    double missing = bucket == null ? 0 : bucket.missing(limit, now);
    buckets.put(key, new Bucket(Math.min(limit.burst(), missing + 1), now));
  }

  private void giveBack(String key) {
    buckets.computeIfPresent(key, (_, bucket) -> new Bucket(Math.max(0, bucket.missing() - 1), bucket.at()));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static String pair(String user, String address) {
    return "p " + network(address) + " " + shortened(user);
  }

  private static String address(String address) {
    return "a " + network(address);
  }

  private static String user(String user) {
    return "u " + shortened(user);
  }

  private static String shortened(String user) {
    return user.length() <= 128 ? user : user.substring(0, 128);
  }

  /** Everybody with IPv6 has a whole /64 to come from. */
  private static String network(String address) {
    return Addresses.parse(address).map(Addresses::network).orElse(address);
  }
}
