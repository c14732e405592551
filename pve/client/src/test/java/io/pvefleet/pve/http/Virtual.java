package io.pvefleet.pve.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** Time that moves only when somebody sleeps or the test says so, and chance that always takes the largest part. Thread-safe. */
final class Virtual {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T05:00:00Z"));
  final List<Duration> slept = new CopyOnWriteArrayList<>();

  Surroundings surroundings() {
    return new Surroundings(new VirtualClock(), new Largest(), duration -> {
      slept.add(duration);
      advance(duration);
    });
  }

  Instant now() {
    return now.get();
  }

  void advance(Duration duration) {
    now.updateAndGet(t -> t.plus(duration));
  }

  private final class VirtualClock extends Clock {
    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** The largest number asked for: the bound of each pause; and 0.0 where a part is taken off. */
  private static final class Largest implements RandomGenerator {
    @Override
    public long nextLong() {
      return Long.MAX_VALUE;
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }

    @Override
    public double nextDouble() {
      return 0.0;
    }
  }
}
