package io.pvefleet.vnc.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KnownEncodingsTest {

  private static final Pattern DECLARED = Pattern.compile("^ +((?:pseudoE|e)ncoding\\w+): (-?\\w+),?$", Pattern.MULTILINE);

  @Test
  void ofWhatTheVendoredPageAsksForOnlyTheseAreLeftOut() throws IOException {
    Map<String, Integer> declared = declared();
    assertThat(declared).as("the page's own list was found").hasSizeGreaterThan(20);

    declared.values().removeIf(encoding -> KnownEncodings.isPassed(encoding, ClientMessages.Mode.CONSOLE));

    assertThat(declared.keySet()).containsExactlyInAnyOrder("encodingJPEG", "encodingH264", "pseudoEncodingXvp",
        "pseudoEncodingFence", "pseudoEncodingContinuousUpdates", "pseudoEncodingExtendedMouseButtons");
  }

  private static Map<String, Integer> declared() throws IOException {
    Map<String, Integer> declared = new TreeMap<>();
    try (InputStream in = KnownEncodingsTest.class.getResourceAsStream("/static/vendor/novnc-1.7.0/core/encodings.js")) {
      Matcher matcher = DECLARED.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (matcher.find()) {
        declared.put(matcher.group(1), Long.decode(matcher.group(2)).intValue());
      }
    }
    return declared;
  }
}
