package io.pvefleet.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tidiness as a test: what craft asks of every file, checked for every file. */
class TidinessTest {

  /** Wide enough for a signature with its generics, narrow enough for two panes. */
  private static final int LINE = 140;

  /** A file tells one story; past this it has become a warehouse. */
  private static final int LINES = 400;

  private static final Pattern CODE = Pattern.compile("\"(PVF-\\d{4})\"");
  private static final Pattern BAD_NAME =
      Pattern.compile(".*(Util|Utils|Helper|Manager|Impl|Info)\\.java|Base[A-Z].*\\.java");

  @Test
  void javaFilesAreLaidOutAlike() {
    List<String> findings = new ArrayList<>();
    for (Path file : Tree.files(".java")) {
      String text = Tree.text(file);
      String name = Tree.name(file);
      if (!text.endsWith("\n") || text.endsWith("\n\n")) {
        findings.add(name + ": ends with exactly one newline");
      }
      List<String> lines = text.lines().toList();
      if (lines.size() > LINES) {
        findings.add(name + ": " + lines.size() + " lines, at most " + LINES);
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        String at = name + ":" + (i + 1) + ": ";
        if (line.indexOf('\t') >= 0) {
          findings.add(at + "tab");
        }
        if (!line.equals(line.stripTrailing())) {
          findings.add(at + "blank at the end");
        }
        if (line.length() > LINE) {
          findings.add(at + line.length() + " columns, at most " + LINE);
        }
        if (line.matches("import (static )?[\\w.]+\\.\\*;")) {
          findings.add(at + "import of everything");
        }
      }
      if (BAD_NAME.matcher(file.getFileName().toString()).matches()) {
        findings.add(name + ": a name that says nothing");
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyPackageHasItsSign() {
    Set<String> missing = new TreeSet<>();
    for (Path file : Tree.files(".java")) {
      String name = Tree.name(file);
      if (!name.contains("/src/main/java/")) {
        continue;
      }
      Path sign = file.resolveSibling("package-info.java");
      if (!Files.exists(sign)) {
        missing.add(Tree.name(file.getParent()) + ": no package-info.java");
      } else if (!Tree.text(sign).contains("@NullMarked") || !Tree.text(sign).startsWith("/**")) {
        missing.add(Tree.name(sign) + ": says what it is and is @NullMarked");
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    // Put together here, so that this file does not find itself.
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|Unsupported" + "OperationException|@Dis" + "abled\\b");
    List<String> findings = new ArrayList<>();
    for (Path file : Tree.files(".java", ".md", ".yaml", ".yml", ".html", ".js", ".css", ".sh", "pvefleet", "mvnw")) {
      int number = 0;
      for (String line : Tree.text(file).lines().toList()) {
        number++;
        if (later.matcher(line).find()) {
          findings.add(Tree.name(file) + ":" + number + ": " + line.strip());
        }
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyErrorCodeHasItsPageAndEveryPageItsCode() {
    Map<String, String> raised = new TreeMap<>();
    for (Path file : Tree.files(".java")) {
      if (Tree.name(file).contains("/src/main/java/")) {
        Matcher codes = CODE.matcher(Tree.text(file));
        while (codes.find()) {
          String before = raised.put(codes.group(1), Tree.name(file));
          assertThat(before).as("%s is defined once", codes.group(1)).isNull();
        }
      }
    }
    Map<String, String> pages = new TreeMap<>();
    for (Path file : Tree.files(".md")) {
      if (Tree.name(file).startsWith("docs/errors/PVF-")) {
        pages.put(file.getFileName().toString().replace(".md", ""), Tree.text(file));
      }
    }
    assertThat(pages.keySet()).isEqualTo(raised.keySet());
    pages.forEach((code, text) -> assertThat(text).as(code).startsWith("# " + code + ": ").hasLineCount(Math.max(5, lines(text))));
  }

  @Test
  void theGlossaryIsSorted() {
    List<String> terms = Tree.text(Tree.root().resolve("docs/glossary.md")).lines()
        .filter(line -> line.startsWith("**"))
        .map(line -> line.substring(2, line.indexOf("**", 2)).toLowerCase(java.util.Locale.ROOT))
        .toList();
    assertThat(terms).isNotEmpty().isSorted().doesNotHaveDuplicates();
  }

  private static int lines(String text) {
    return (int) text.lines().count();
  }
}
