package io.pvefleet.vnc.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a console shows. */
public enum Display {
  /** Pixels, by RFB. */
  SCREEN,
  /** Characters, by termproxy. */
  TERMINAL;

  /** As the API says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Display> of(String word) {
    return Arrays.stream(values()).filter(display -> display.word().equals(word)).findFirst();
  }
}
