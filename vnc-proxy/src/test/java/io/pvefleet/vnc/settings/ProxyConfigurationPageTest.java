package io.pvefleet.vnc.settings;

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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md and the list of the proxy's settings say the same. */
class ProxyConfigurationPageTest {

  /** The daemon's own settings begin like the proxy's; the daemon's test holds them. */
  private static final Set<String> OF_THE_DAEMON = Set.of("PVEFLEET_CONSOLE_URL", "PVEFLEET_CONSOLE_API", "PVEFLEET_CONSOLE_TOKEN");

  @Test
  void theTableIsTheListOfSettings() {
    String table =
        Arrays.stream(ProxySetting.values())
            .map(s -> "| `%s`<br>`%s`%s | %s | %s | %s |".formatted(
                s.path(), s.variable(), s.option().isEmpty() ? "" : "<br>`" + s.option() + "`",
                s.typeTitle(), s.fallback().isEmpty() ? "" : "`" + s.fallback() + "`", s.description()))
            .collect(Collectors.joining("\n"));
    assertThat(page()).contains("| Setting | Value | Default | What it is for |\n|---|---|---|---|\n" + table + "\n");
  }

  @Test
  void everyFileOnThePageIsAccepted() {
    List<String> files = blocks();
    assertThat(files).hasSizeGreaterThan(2);
    for (String text : files) {
      YamlFile yaml = YamlReader.read("console.yaml", text.getBytes(StandardCharsets.UTF_8));
      assertThat(yaml.problems()).isEmpty();
      assertThat(ShapeChecker.check(ProxySetting.ALL.shape(), yaml.documents().getFirst(), "")).isEmpty();
    }
  }

  @Test
  void everyVariableOnThePageExists() {
    Set<String> known = new TreeSet<>(OF_THE_DAEMON);
    known.add(ProxySetting.ALL.fileVariable());
    Arrays.stream(ProxySetting.values()).map(ProxySetting::variable).forEach(known::add);
    Set<String> named = new TreeSet<>();
    Matcher names = Pattern.compile("PVEFLEET_CONSOLE_[A-Z_]+[A-Z]").matcher(page());
    while (names.find()) {
      named.add(names.group());
    }
    assertThat(known).containsAll(named);
  }

  private static List<String> blocks() {
    List<String> found = new ArrayList<>();
    Matcher block = Pattern.compile("```yaml\\n(# console.yaml\\n.*?)```", Pattern.DOTALL).matcher(page());
    while (block.find()) {
      found.add(block.group(1));
    }
    return found;
  }

  private static String page() {
    Path root = Path.of(System.getProperty("pvefleet.root", "")).toAbsolutePath();
    while (root != null && !Files.isRegularFile(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    try {
      return Files.readString(Objects.requireNonNull(root).resolve("docs/configuration.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
