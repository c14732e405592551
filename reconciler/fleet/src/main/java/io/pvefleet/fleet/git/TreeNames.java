package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges the names in a tree while it is walked: Git allows names that no checkout, log or terminal bears. */
final class TreeNames {
  /** More of them are one habit, not many mistakes. */
  private static final int MOST = 50;

  private final Map<String, String> byLowerCase = new HashMap<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  /** A folder that is entered or a file that is read. */
  void used(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean isOdd = name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\\') >= 0
        || path.chars().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFD || isTurning(c));
    if (isOdd) {
      String shown = shown(path);
      throw new GitFault(Diagnostic.errorOfAll(GitCodes.BAD_NAME, shown,
          "\"" + shown + "\" is a name that no checkout, log or terminal bears.", "Rename it, or list its folder in .fleetignore."));
    }
    String other = byLowerCase.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
    if (other != null && !other.equals(path)) {
      warn(new Diagnostic(GitCodes.SAME_NAME, Diagnostic.Severity.WARNING, Optional.empty(), "", path,
          "\"" + path + "\" and \"" + other + "\" differ in case only: a checkout on Windows or macOS has one of them.",
          "Rename one."));
    }
  }

  /** A link or a submodule that looks like a part of the fleet. */
  void leftOut(String path, String what) {
    warn(new Diagnostic(GitCodes.NOT_FOLLOWED, Diagnostic.Severity.WARNING, Optional.empty(), "", shown(path),
        "\"" + shown(path) + "\" is " + what + ", which is not followed; nothing of it is in force.",
        "Put the file itself into the repository, or list the name in .fleetignore."));
  }

  List<Diagnostic> warnings() {
    return List.copyOf(warnings);
  }

  private void warn(Diagnostic warning) {
    if (warnings.size() < MOST) {
      warnings.add(warning);
    }
  }

  /** Marks that turn the direction of writing make one name look like another. */
  private static boolean isTurning(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F;
  }

  private static String shown(String path) {
    StringBuilder shown = new StringBuilder();
    path.chars().forEach(c -> {
      if (Character.isISOControl(c) || isTurning(c)) {
        shown.append(String.format(Locale.ROOT, "\\u%04x", c));
      } else {
        shown.append((char) c);
      }
    });
    return shown.toString();
  }
}
