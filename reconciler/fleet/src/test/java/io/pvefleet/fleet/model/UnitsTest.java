package io.pvefleet.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @Test
  void quantitiesAreBinaryAndExact() {
    assertThat(Quantity.parse("512MiB").orElseThrow().mib()).isEqualTo(512);
    assertThat(Quantity.parse("4GiB")).contains(Quantity.ofMiB(4096));
    assertThat(Quantity.parse("1TiB").orElseThrow().mib()).isEqualTo(1024 * 1024);
    assertThat(Quantity.parse("999999999TiB").orElseThrow().kib()).isPositive();
    assertThat(Quantity.parse("1KiB").orElseThrow().isWholeMiB()).isFalse();
    assertThat(Quantity.ofMiB(4096)).hasToString("4GiB").isGreaterThan(Quantity.ofMiB(1)).isEqualByComparingTo(new Quantity(4L << 20));
    assertThat(Quantity.ofMiB(1536)).hasToString("1536MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "4G", "4GB", "4 GiB", "-4GiB", "04GiB", "0GiB", "4.5GiB", "GiB", "4gib", "9999999999GiB", "٤GiB"})
  void otherFormsAreNoQuantityForParserAndPattern(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
    assertThat(text.matches(Quantity.PATTERN)).isFalse();
  }

  @Test
  void durationsRoundTrip() {
    assertThat(Durations.parse("30s")).contains(Duration.ofSeconds(30));
    assertThat(Durations.parse("5m")).contains(Duration.ofMinutes(5));
    assertThat(Durations.parse("2h")).contains(Duration.ofHours(2));
    for (String text : new String[] {"0s", "30s", "90s", "5m", "90m", "2h", "9999999h"}) {
      assertThat(Durations.format(Durations.parse(text).orElseThrow())).isEqualTo(text);
      assertThat(text).matches(Durations.PATTERN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5", "5 m", "1h30m", "-5m", "5d", "1.5h", "99999999s", "5M"})
  void otherFormsAreNoDurationForParserAndPattern(String text) {
    assertThat(Durations.parse(text)).isEmpty();
    assertThat(text.matches(Durations.PATTERN)).isFalse();
  }
}
