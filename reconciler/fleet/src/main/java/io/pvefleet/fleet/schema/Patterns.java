package io.pvefleet.fleet.schema;

import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Compiled patterns of shapes: there are some dozens, and each is used for every document. */
final class Patterns {

  private static final ConcurrentHashMap<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Patterns() {}

  /** Whether the whole text matches. */
  static boolean matches(String pattern, String text) {
    return COMPILED.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
  }
}
