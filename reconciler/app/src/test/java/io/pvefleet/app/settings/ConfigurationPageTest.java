package io.pvefleet.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.YamlFile;
import io.pvefleet.fleet.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md and the list of settings say the same. */
class ConfigurationPageTest {

  @Test
  void theTableIsTheListOfSettings() {
    String table =
        Arrays.stream(DaemonSetting.values())
            .map(s -> "| `%s`<br>`%s`%s | %s | %s | %s |".formatted(
                s.path(), s.variable(), s.option().isEmpty() ? "" : "<br>`" + s.option() + "`",
                s.typeTitle(), s.fallback().isEmpty() ? "" : "`" + s.fallback() + "`", s.description()))
            .collect(Collectors.joining("\n"));
    assertThat(page()).contains("| Setting | Value | Default | What it is for |\n|---|---|---|---|\n" + table + "\n");
  }

  @Test
  void everyFileOnThePageIsAccepted() {
    List<String> files = blocks("yaml", "# pvefleet.yaml");
    assertThat(files).hasSizeGreaterThan(1);
    for (String text : files) {
      YamlFile yaml = YamlReader.read("pvefleet.yaml", text.getBytes(StandardCharsets.UTF_8));
      assertThat(yaml.problems()).isEmpty();
      assertThat(ShapeChecker.check(DaemonSetting.ALL.shape(), yaml.documents().getFirst(), "")).isEmpty();
    }
  }

  @Test
  void everyVariableOnThePageExists() {
    Set<String> known = new TreeSet<>(List.of(DaemonSetting.ALL.fileVariable(), "PVEFLEET_JAVA_OPTS"));
    Arrays.stream(DaemonSetting.values()).map(DaemonSetting::variable).forEach(known::add);
    Set<String> named = new TreeSet<>();
    Matcher names = Pattern.compile("PVEFLEET_[A-Z_]+[A-Z]").matcher(page());
    while (names.find()) {
      named.add(names.group());
    }
    // Those of the console proxy are held by its own test; the daemon's console.url and its like are a part of these.
    named.removeIf(name -> DaemonSetting.ALL.othersPrefixes().stream().anyMatch((name + "_")::startsWith)
        && !known.contains(name));
    assertThat(known).containsAll(named);
  }

  private static List<String> blocks(String language, String start) {
    List<String> found = new ArrayList<>();
    Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(page());
    while (block.find()) {
      if (block.group(1).startsWith(start)) {
        found.add(block.group(1));
      }
    }
    return found;
  }

  private static String page() {
    Path root = Path.of(System.getProperty("pvefleet.root", "")).toAbsolutePath();
    while (root != null && !Files.isRegularFile(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    try {
      return Files.readString(java.util.Objects.requireNonNull(root).resolve("docs/configuration.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
