package io.pvefleet.fleet.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreTest {

  private static final List<String> PATHS = List.of("a.yaml", "drafts", "drafts/a.yaml", "x/drafts", "x/drafts/a.yaml", "#a.yaml",
      "!a.yaml", "b c.yaml", "deep/er/a.yaml", "deep/er", "deep", "build.yaml", "sites/a/build.yaml");

  /** The library's own reading of the same rules is the reference. */
  @ParameterizedTest
  @ValueSource(strings = {
    "drafts/", "/drafts/", "drafts", "*.yaml", "*.yaml\n!a.yaml", "# comment\n\n  \na.yaml", "\\#a.yaml", "\\!a.yaml", "b c.yaml   ",
    "deep/**", "**/er/", "deep/*/a.yaml", "/a.yaml", "sites/**/build.yaml", "[ab]*.yaml", "x/", "!drafts/\ndrafts/", "d?afts", "**/a.yaml"})
  void rulesMeanWhatTheyMeanToGit(String rules) throws IOException {
    byte[] bytes = rules.getBytes(StandardCharsets.UTF_8);
    IgnoreNode reference = new IgnoreNode();
    reference.parse(new ByteArrayInputStream(bytes));
    Ignore ignore = Ignore.parse(bytes);
    for (String path : PATHS) {
      assertThat(ignore.ignoresFile(path)).as("file %s", path).isEqualTo(Boolean.TRUE.equals(reference.checkIgnored(path, false)));
      assertThat(ignore.ignoresFolder(path)).as("folder %s", path).isEqualTo(Boolean.TRUE.equals(reference.checkIgnored(path, true)));
    }
  }

  @Test
  void gitsOwnFolderIsNeverRead() {
    assertThat(Ignore.nothing().ignoresFolder(".git")).isTrue();
    assertThat(Ignore.nothing().ignoresFolder("sub/.git")).isTrue();
    assertThat(Ignore.nothing().ignoresFolder("my.git")).isFalse();
  }

  @Test
  void brokenPatternIsAFault() {
    GitSourceTest.assertFault(() -> Ignore.parse("a[b".getBytes(StandardCharsets.UTF_8)), GitCodes.BAD_IGNORE, "a[b");
  }
}
