package io.pvefleet.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of the pages: none is missing in a language, none is dead. */
class WordsTest {
  private static final String RESOURCES = "reconciler/app/src/main/resources/";
  private static final Pattern KOREAN = Pattern.compile("[가-힣]");
  private static final Pattern HOLE = Pattern.compile("\\{\\d[^}]*}");

  /** Two literals with nothing but a plus between them are one text. */
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

  /** A key is put together of a text that ends with a full stop, and a word. */
  private static final Pattern STEM = Pattern.compile("[\"']([a-z][a-zA-Z.-]*\\.)[\"']");

  /** One and many, this year and another, with a moment and without: forms of one message. */
  private static final Pattern FORM = Pattern.compile("\\.(one|many|year|untimed)$");

  /** The same in both languages: names, and words of Proxmox or pvefleet's documents. */
  private static final Set<String> SAME = Set.of(
      "nav.vms", "footer.api", "state.name", "event.git", "sinks.kind.slack", "col.vmid", "col.version", "col.vms",
      "col.git", "col.cpu", "fleet.vms", "vms.title", "list.csv", "vm.json", "alert.kind.usage-cpu", "usage.cpu",
      "usage.cell", "usage.tick.hour", "unit.ms", "unit.gib", "unit.gib.of", "unit.percent", "role.pos", "drift.on",
      "fleet.commit.author", "notice.lasted");

  @Test
  void everyMessageIsThereInBothLanguages() {
    for (String file : Set.of("messages", "diagnostics")) {
      Map<String, String> english = words(file + ".properties");
      Map<String, String> korean = words(file + "_ko.properties");
      assertThat(korean.keySet()).as(file).isEqualTo(english.keySet());
      Map<String, String> alike = new TreeMap<>(korean);
      alike.keySet().removeAll(SAME);
      alike.values().removeIf(text -> KOREAN.matcher(text).find());
      assertThat(alike).as(file).isEmpty();
    }
  }

  @Test
  void everySentenceThatCanBeSaidIsWrittenSomewhere() {
    String written = JOINED.matcher(sources(".java")).replaceAll("").replace("\\\"", "\"").replace("%%", "%").toLowerCase(Locale.ROOT);
    Set<String> dead = new TreeSet<>();
    for (String file : Set.of("messages.properties", "diagnostics.properties")) {
      words(file).forEach((key, text) -> {
        boolean hasHoles = HOLE.matcher(text).find();
        for (String part : HOLE.split(hasHoles ? text.replace("''", "'") : text)) {
          if (key.startsWith("said.") && !isPutTogether(part.strip().toLowerCase(Locale.ROOT).split("\\s+"), written)) {
            dead.add(key + ": " + part.strip());
          }
        }
      });
    }
    assertThat(dead).isEmpty();
  }

  /** Of pieces of several words each: a choice within a sentence cuts it apart, a sentence that is gone falls to dust. */
  private static boolean isPutTogether(String[] words, String written) {
    int pieces = 0;
    for (int at = 0; at < words.length; pieces++) {
      int end = at;
      while (end < words.length && isWritten(String.join(" ", List.of(words).subList(at, end + 1)), written)) {
        end++;
      }
      if (end == at) {
        return false;
      }
      at = end;
    }
    return pieces <= Math.max(3, 1 + (words.length + 1) / 3);
  }

  private static boolean isWritten(String piece, String written) {
    return written.contains(piece) || written.contains(piece.replaceFirst("[.,:;)]+$", ""));
  }

  @Test
  void everyOtherMessageIsAskedFor() {
    String asking = sources(".java", ".html", ".js");
    Set<String> stems = STEM.matcher(asking).results().map(stem -> stem.group(1)).collect(Collectors.toSet());
    Set<String> ends = ends(asking);
    Set<String> dead = new TreeSet<>();
    for (String key : words("messages.properties").keySet()) {
      String asked = FORM.matcher(key).replaceFirst("");
      boolean isWhole = Stream.of(key, asked).anyMatch(whole -> Stream.of("{%s}", "{%s(", "'%s'", "\"%s\"")
          .anyMatch(form -> asking.contains(form.formatted(whole))));
      boolean isMade = stems.stream().anyMatch(stem -> asked.startsWith(stem) && ends.contains(asked.substring(stem.length())));
      if (!key.startsWith("said.") && !isWhole && !isMade) {
        dead.add(key);
      }
    }
    assertThat(dead).isEmpty();
  }

  /** What may follow a stem: any word of the code, constants as words, and short texts with their blanks filled. */
  private static Set<String> ends(String code) {
    Set<String> ends = new TreeSet<>();
    Pattern.compile("[\\w-]+(\\.\\w+)*").matcher(code).results().map(MatchResult::group).forEach(word -> {
      ends.add(word);
      ends.add(word.toLowerCase(Locale.ROOT).replace('_', '-'));
    });
    Pattern.compile("\"([\\w ]{3,30})\"").matcher(code).results().map(text -> text.group(1)).forEach(text -> {
      ends.add(text.replace(' ', '-'));
      ends.add(text.replace(' ', '.'));
    });
    return ends;
  }

  @Test
  void everyCodeOfTheReconcilerHasItsTitle() {
    Map<String, String> pages = new TreeMap<>();
    for (Path page : Tree.files(".md")) {
      Matcher head = Pattern.compile("# (PVF-\\d{4}): (.*)").matcher(Tree.text(page).lines().findFirst().orElse(""));
      if (head.matches() && !head.group(1).startsWith("PVF-07")) { // The console proxy says its own.
        pages.put("title." + head.group(1), head.group(2));
      }
    }
    Map<String, String> titles = words("diagnostics.properties");
    titles.keySet().removeIf(key -> !key.startsWith("title."));
    assertThat(titles).isEqualTo(pages);
  }

  private static String sources(String... endings) {
    return Tree.files(endings).stream()
        .filter(file -> Tree.name(file).matches("(reconciler|pve|vnc-proxy)/.*src/main/.*"))
        .map(Tree::text)
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> words(String file) {
    Properties read = new Properties();
    try {
      read.load(new StringReader(Tree.text(Tree.root().resolve(RESOURCES + file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> words = new TreeMap<>();
    read.forEach((key, text) -> words.put((String) key, (String) text));
    return words;
  }
}
