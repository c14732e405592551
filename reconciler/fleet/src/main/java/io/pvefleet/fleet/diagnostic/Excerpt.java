package io.pvefleet.fleet.diagnostic;

import java.util.regex.Pattern;

/** One source line with carets under the value, cut to the width of a terminal; API tokens in it are masked. */
final class Excerpt {

  /** Fits a terminal of 100 columns with indentation and line number. */
  private static final int MAX_COLUMNS = 88;

  /** How much of a long line is shown before the value. */
  private static final int BEFORE = 40;

  /** {@code user@realm!id=uuid}: whatever the line is about, the secret half of a token is never shown. */
  private static final Pattern TOKEN =
      Pattern.compile("=[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private Excerpt() {}

  /** Two lines, both ending with a line feed. */
  static String render(String source, Diagnostic diagnostic, int line, int column) {
    String text = TOKEN.matcher(source).replaceAll("=" + "*".repeat(36)).replace('\t', ' ');
    int[] points = text.codePoints().toArray();
    int at = Math.min(column - 1, points.length);
    int length = caretLength(diagnostic, source, at);
    int from = 0;
    int to = points.length;
    if (points.length > MAX_COLUMNS) {
      from = Math.max(0, Math.min(at - BEFORE, points.length - MAX_COLUMNS));
      to = Math.min(points.length, from + MAX_COLUMNS);
    }
    String shown = (from > 0 ? "..." : "") + new String(points, from, to - from) + (to < points.length ? "..." : "");
    String number = Integer.toString(line);
    int pad = (from > 0 ? 3 : 0) + width(points, from, at);
    int carets = Math.max(1, width(points, at, Math.min(at + length, to)));
    return "  " + number + " | " + shown.stripTrailing() + "\n"
        + "  " + " ".repeat(number.length()) + " | " + " ".repeat(pad) + "^".repeat(carets) + "\n";
  }

  /** As long as the value if it stands there as it is, in code points. */
  private static int caretLength(Diagnostic diagnostic, String source, int at) {
    String value = diagnostic.value();
    if (value.isEmpty() || value.contains("\n")) {
      return 1;
    }
    int index = source.offsetByCodePoints(0, Math.min(at, source.codePointCount(0, source.length())));
    boolean quoted = index < source.length() && (source.charAt(index) == '"' || source.charAt(index) == '\'');
    boolean matches = source.startsWith(value, index + (quoted ? 1 : 0));
    return matches ? value.codePointCount(0, value.length()) + (quoted ? 2 : 0) : 1;
  }

  private static int width(int[] points, int from, int to) {
    int width = 0;
    for (int i = from; i < Math.min(to, points.length); i++) {
      width += isWide(points[i]) ? 2 : 1;
    }
    return width + Math.max(0, to - Math.max(from, points.length));
  }

  /** Hangul, Han, Kana and full-width forms take two columns of a terminal. */
  private static boolean isWide(int point) {
    return point >= 0x1100
        && (point <= 0x115F || (point >= 0x2E80 && point <= 0xA4CF) || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF) || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60) || (point >= 0xFFE0 && point <= 0xFFE6)
            || (point >= 0x1F300 && point <= 0x1FAFF) || (point >= 0x20000 && point <= 0x3FFFD));
  }
}
