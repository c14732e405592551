package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private final LoginThrottle throttle = new LoginThrottle();

  @Test
  void fiveMistakesAreFreeAndThenTwoAMinute() {
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.wait("kim", "10.0.0.1", NOW)).isZero();
      throttle.failed("kim", "10.0.0.1", NOW);
    }
    assertThat(throttle.wait("kim", "10.0.0.1", NOW)).isEqualTo(Duration.ofSeconds(30));
    assertThat(throttle.wait("kim", "10.0.0.1", NOW.plusSeconds(29))).isPositive();
    assertThat(throttle.wait("kim", "10.0.0.1", NOW.plusSeconds(30))).isZero();
    assertThat(throttle.wait("kim", "10.0.0.2", NOW)).as("elsewhere").isZero();
    assertThat(throttle.wait("lee", "10.0.0.1", NOW)).as("a colleague").isZero();
  }

  @Test
  void aListOfNamesFromOneAddressIsSlowedWhateverSucceedsBetween() {
    for (int i = 0; i < 20; i++) {
      assertThat(throttle.wait("user" + i, "2001:db8::1", NOW)).isZero();
      throttle.failed("user" + i, "2001:db8::1", NOW);
      throttle.succeeded("mine", "2001:db8::1");
    }
    assertThat(throttle.wait("another", "2001:db8::ffff", NOW)).as("the same network").isPositive();
    assertThat(throttle.wait("another", "2001:db8:0:1::1", NOW)).as("another network").isZero();
  }

  @Test
  void oneNameFromManyAddressesIsSlowed() {
    for (int i = 0; i < 50; i++) {
      throttle.failed("kim", "10.0." + i + ".1", NOW);
    }
    assertThat(throttle.wait("kim", "10.9.9.9", NOW)).isPositive();
    assertThat(throttle.wait("kim", "10.9.9.9", NOW.plusSeconds(31))).isZero();
  }

  @Test
  void aRightPasswordForgivesTheMistakesBeforeIt() {
    for (int i = 0; i < 4; i++) {
      throttle.failed("kim", "10.0.0.1", NOW);
    }
    throttle.succeeded("kim", "10.0.0.1");
    throttle.failed("kim", "10.0.0.1", NOW);
    assertThat(throttle.wait("kim", "10.0.0.1", NOW)).isZero();
  }

  @Test
  void memoryIsBoundedAndAClockThatGoesBackHelpsNobody() {
    for (int i = 0; i < 30_000; i++) {
      throttle.failed("user" + i, "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), NOW);
    }
    assertThat(throttle.size()).isEqualTo(20_000);
    for (int i = 0; i < 6; i++) {
      throttle.failed("kim", "10.0.0.1", NOW);
    }
    assertThat(throttle.wait("kim", "10.0.0.1", NOW.minusSeconds(3_600))).isPositive();
  }
}
