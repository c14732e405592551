package io.pvefleet.app.web;

import java.util.Locale;
import java.util.OptionalDouble;

/** Amounts with their units, as short as they can be told apart by a person. */
final class Amounts {
  private final PageText ui;

  Amounts(PageText ui) {
    this.ui = ui;
  }

  /** {@code 37 %}. */
  String percent(double share) {
    return ui.say("unit.percent", Long.toString(Math.round(share * 100)));
  }

  String percent(OptionalDouble share) {
    return share.isPresent() ? percent(share.getAsDouble()) : "";
  }

  /** {@code 512 MiB}, {@code 23.4 GiB}, {@code 4 TiB}. */
  static String mebibytes(double mebibytes) {
    if (mebibytes < 1024) {
      return Math.round(mebibytes) + " MiB";
    }
    double gibibytes = mebibytes / 1024;
    return gibibytes < 1024 ? short1(gibibytes) + " GiB" : short1(gibibytes / 1024) + " TiB";
  }

  static String bytes(double bytes) {
    return mebibytes(bytes / (1 << 20));
  }

  /** One place behind the point where that says anything. */
  private static String short1(double value) {
    String text = String.format(Locale.ROOT, value < 99.95 ? "%.1f" : "%.0f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
