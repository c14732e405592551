package io.pvefleet.vnc.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemTest {

  @Test
  void everyRefusalHasItsTextsInBothLanguages() throws Exception {
    Set<String> english = keys("console-problems.properties");
    assertThat(english).isEqualTo(keys("console-problems_ko.properties"));
    Set<String> codes = english.stream().map(key -> key.substring(0, 8)).collect(Collectors.toSet());
    assertThat(codes)
        .isEqualTo(Arrays.stream(Refusal.values()).map(refusal -> refusal.code().id()).collect(Collectors.toSet()));
    for (String key : english) {
      String other = key.endsWith(".cause") ? key.replace(".cause", ".action") : key.replace(".action", ".cause");
      assertThat(english).contains(other);
    }
  }

  @Test
  void everyTextOfEveryVariantIsMade() throws Exception {
    for (String key : keys("console-problems.properties")) {
      Refusal refusal =
          Arrays.stream(Refusal.values()).filter(r -> key.startsWith(r.code().id())).findFirst().orElseThrow();
      String variant = key.replaceAll("^PVF-\\d+\\.?(.*?)\\.?(cause|action)$", "$1");
      Problem problem = Problem.of(new ConsoleRefused(refusal, variant, "one", "two", "three"), Locale.KOREAN);
      assertThat(problem.detail()).isEqualTo(problem.ko().cause() + " " + problem.ko().action()).doesNotContain("{", "''");
      assertThat(problem.en().cause()).isNotEqualTo(problem.ko().cause()).doesNotContain("{", "''");
      assertThat(problem.status()).isEqualTo(refusal.status());
    }
  }

  private static Set<String> keys(String name) throws Exception {
    Properties properties = new Properties();
    try (var in = new java.io.InputStreamReader(
        ProblemTest.class.getResourceAsStream("/" + name), StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties.stringPropertyNames();
  }
}
