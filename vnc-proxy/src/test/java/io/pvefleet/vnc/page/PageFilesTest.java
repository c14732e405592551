package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages are made of fits together. */
class PageFilesTest {
  private final PageFiles files = PageFiles.ofClassPath();

  @Test
  void everyModuleOfAScreenIsAskedForAtOnce() {
    assertThat(files.screenModules()).doesNotHaveDuplicates().contains(files.path() + "console.js", files.path() + "hangul.js")
        .filteredOn(module -> module.startsWith("/vendor/novnc-1.7.0/")).as("rfb.js and what it needs")
        .hasSizeGreaterThanOrEqualTo(50);
    assertThat(files.screenModules()).noneMatch(module -> module.contains("xterm"));
    assertThat(files.terminalModules()).noneMatch(module -> module.contains("novnc"))
        .anyMatch(module -> module.endsWith("xterm.mjs"));
  }

  @Test
  void addressOfTheScriptsChangesWithThem() {
    assertThat(files.path()).matches("/assets/console/[0-9a-f]{12}/");
    assertThat(files.shared("pvefleet.css")).startsWith("/assets/pvefleet.css?v=");
  }

  @Test
  void pagesSayTheSameInBothLanguages() throws IOException {
    Properties english = messages("");
    Properties korean = messages("_ko");
    assertThat(korean.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    assertThat(english.stringPropertyNames()).allSatisfy(key ->
        assertThat(holes(korean.getProperty(key))).as(key).isEqualTo(holes(english.getProperty(key))));
    assertThat(english.stringPropertyNames()).as("no sentence is left over")
        .allSatisfy(key -> assertThat(used(key)).as(key).isTrue());
  }

  @Test
  void everyElementThatAScriptNamesIsInItsPage() throws Exception {
    String page = text("/templates/console/console.html") + text("/templates/console/index.html");
    Set<String> named = new TreeSet<>();
    try (Stream<Path> scripts = Files.list(Path.of(PageFilesTest.class.getResource("/static/assets/console").toURI()))) {
      for (Path script : scripts.filter(file -> file.toString().endsWith(".js")).toList()) {
        Matcher ids = Pattern.compile("(?:byId|getElementById)\\('([\\w-]+)'\\)").matcher(Files.readString(script));
        while (ids.find()) {
          named.add(ids.group(1));
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(40).allSatisfy(id -> assertThat(page).contains("id=\"" + id + "\""));
  }

  private static boolean used(String key) {
    // Keys that are put together: the code of an error, a role, a quality, a look, a key.
    if (List.of("error.", "role.", "theme.", "console.quality.", "console.hangulkey.").stream().anyMatch(key::startsWith)) {
      return true;
    }
    return Stream.of("parts", "index", "console", "error", "login").anyMatch(name -> {
      try {
        String text = text("/templates/console/" + name + ".html");
        return text.contains("#{" + key + "}") || text.contains("#{" + key + "(") || text.contains("'" + key + "'");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  private static Set<String> holes(String sentence) {
    Set<String> holes = new TreeSet<>();
    Matcher found = Pattern.compile("\\{(\\d)").matcher(sentence);
    while (found.find()) {
      holes.add(found.group(1));
    }
    return holes;
  }

  private static Properties messages(String language) throws IOException {
    Properties messages = new Properties();
    messages.load(new java.io.StringReader(text("/console/messages" + language + ".properties")));
    return messages;
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = PageFilesTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
