package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private final LoginThrottle throttle = new LoginThrottle();

  @Test
  void fiveMistakesAreFreeAndThenTwoAMinute() {
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.attempt("kim", "10.0.0.1", NOW)).isZero();
    }
    assertThat(throttle.attempt("kim", "10.0.0.1", NOW)).isEqualTo(Duration.ofSeconds(30));
    assertThat(throttle.attempt("kim", "10.0.0.1", NOW.plusSeconds(29))).isPositive();
    assertThat(throttle.attempt("kim", "10.0.0.2", NOW)).as("elsewhere").isZero();
    assertThat(throttle.attempt("lee", "10.0.0.1", NOW)).as("a colleague").isZero();
    assertThat(throttle.attempt("kim", "10.0.0.1", NOW.plusSeconds(30))).isZero();
    assertThat(throttle.attempt("kim", "10.0.0.1", NOW.plusSeconds(30))).isPositive();
  }

  @Test
  void aListOfNamesFromOneAddressIsSlowedWhateverSucceedsBetween() {
    for (int i = 0; i < 20; i++) {
      assertThat(throttle.attempt("mine", "2001:db8::1", NOW)).isZero();
      throttle.succeeded("mine", "2001:db8::1");
      assertThat(throttle.attempt("user" + i, "2001:db8::1", NOW)).isZero();
    }
    assertThat(throttle.attempt("another", "2001:db8::ffff", NOW)).as("the same network").isPositive();
    assertThat(throttle.attempt("another", "2001:db8:0:1::1", NOW)).as("another network").isZero();
  }

  @Test
  void oneNameFromManyAddressesIsSlowed() {
    for (int i = 0; i < 50; i++) {
      assertThat(throttle.attempt("kim", "10.0." + i + ".1", NOW)).isZero();
    }
    assertThat(throttle.attempt("kim", "10.9.9.9", NOW)).isPositive();
    assertThat(throttle.attempt("kim", "10.9.9.9", NOW.plusSeconds(31))).isZero();
  }

  @Test
  void aRightPasswordForgivesTheMistakesBeforeItAndWhatNobodyLookedAtIsNone() {
    for (int i = 0; i < 4; i++) {
      throttle.attempt("kim", "10.0.0.1", NOW);
    }
    throttle.attempt("kim", "10.0.0.1", NOW);
    throttle.succeeded("kim", "10.0.0.1");
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.attempt("kim", "10.0.0.1", NOW)).isZero();
      throttle.withdrawn("kim", "10.0.0.1");
    }
  }

  @Test
  void manyTriesAtOnceAreNoWayAround() {
    AtomicInteger tried = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        threads.execute(() -> {
          if (throttle.attempt("kim", "10.0.0.1", NOW).isZero()) {
            tried.incrementAndGet();
          }
        });
      }
    }
    assertThat(tried).hasValue(5);
  }

  @Test
  void memoryIsBoundedAndAClockThatGoesBackHelpsNobody() {
    for (int i = 0; i < 30_000; i++) {
      throttle.attempt("user" + i, "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), NOW);
    }
    assertThat(throttle.size()).isEqualTo(20_000);
    for (int i = 0; i < 5; i++) {
      throttle.attempt("kim", "10.0.0.1", NOW);
    }
    assertThat(throttle.attempt("kim", "10.0.0.1", NOW.minusSeconds(3_600))).isPositive();
  }
}
