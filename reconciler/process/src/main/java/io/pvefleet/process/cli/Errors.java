package io.pvefleet.process.cli;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import java.util.List;

/** Errors that concern no line of YAML, in the form of those that do. Pure. */
public final class Errors {
  static final Code BUG = new Code("PVF-0599", "Error in pvefleet itself", Code.Blame.BUG);

  private Errors() {}

  /** The whole text of an error, with a line break at its end. */
  public static String text(Code code, List<String> lines, String remedy, Colour colour) {
    StringBuilder text = new StringBuilder();
    text.append(red("error " + code.id(), colour)).append(": ").append(code.summary()).append('\n');
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append("  ").append(remedy).append(" See docs/errors/").append(code.id()).append(".md.\n").toString();
  }

  private static String red(String text, Colour colour) {
    return switch (colour) {
      case ALWAYS -> "\u001b[1;31m" + text + "\u001b[0m";
      case NEVER -> text;
    };
  }
}
