package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.ignore.IMatcher;
import org.eclipse.jgit.ignore.internal.PathMatcher;

/**
 * {@code .fleetignore} at the root of the fleet, in the syntax of {@code .gitignore}. Immutable.
 *
 * <p>Uses the library's matcher and not its {@code IgnoreNode}: that one starts a logging framework, which the command line
 * would pay for with a tenth of a second and lines on its terminal.
 */
final class Ignore {

  static final String FILE = ".fleetignore";

  private record Rule(IMatcher matcher, boolean isNegated) {}

  /** The last rule first, because the last one that matches decides. */
  private final List<Rule> rules;

  private Ignore(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  static Ignore nothing() {
    return new Ignore(List.of());
  }

  /** Reads the rules; one that is no pattern is a fault, because to skip it would load what was to be left out. */
  static Ignore parse(byte[] content) {
    List<Rule> rules = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      String pattern = line.endsWith("\\ ") ? line : line.stripTrailing();
      boolean isNegated = pattern.startsWith("!");
      if (isNegated || pattern.startsWith("\\!") || pattern.startsWith("\\#")) {
        pattern = pattern.substring(1);
      } else if (pattern.startsWith("#")) {
        continue;
      }
      boolean isFolder = pattern.endsWith("/");
      pattern = isFolder ? pattern.replaceAll("/+$", "") : pattern;
      if (!pattern.isEmpty()) {
        rules.addFirst(new Rule(matcher(pattern, isFolder), isNegated));
      }
    }
    return new Ignore(rules);
  }

  /** Whether a folder is left out with all that it holds; Git's own folder always is. */
  boolean ignoresFolder(String path) {
    return path.equals(".git") || path.endsWith("/.git") || ignores(path, PathKind.FOLDER);
  }

  /** Whether a file is left out. Its folders are asked before it, so a file in an ignored folder is never asked for. */
  boolean ignoresFile(String path) {
    return ignores(path, PathKind.FILE);
  }

  private enum PathKind {
    FILE,
    FOLDER
  }

  private boolean ignores(String path, PathKind kind) {
    for (Rule rule : rules) {
      if (rule.matcher().matches(path, kind == PathKind.FOLDER, true)) {
        return !rule.isNegated();
      }
    }
    return false;
  }

  private static IMatcher matcher(String pattern, boolean isFolder) {
    try {
      return PathMatcher.createPathMatcher(pattern, '/', isFolder);
    } catch (InvalidPatternException e) {
      throw new GitFault(Diagnostic.errorOfAll(GitCodes.BAD_IGNORE, pattern,
          "The line \"" + pattern + "\" of " + FILE + " is no pattern.", "Correct it; the syntax is that of .gitignore."), e);
    }
  }
}
