package io.pvefleet.app.notify;

/** Texts of others, made fit to be shown. Pure. */
final class Lines {
  private Lines() {}

  /** In one line of at most so many characters, without control characters. */
  static String one(String text, int most) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 3) + "...";
  }
}
