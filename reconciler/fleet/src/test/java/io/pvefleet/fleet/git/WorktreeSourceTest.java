package io.pvefleet.fleet.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorktreeSourceTest {

  @TempDir Path folder;

  @Test
  void yamlFilesAreReadInOrderLessTheIgnored() throws IOException {
    write("sites/b/vms.yml", "b: 1");
    write("sites/a/vms.yaml", "a: 1");
    write("README.md", "text");
    write(".git/config.yaml", "x: 1");
    write("drafts/x.yaml", "x: 1");
    write(".fleetignore", "drafts/\n");
    FileTree tree = WorktreeSource.read(folder);
    assertThat(tree.revision()).isEqualTo("worktree");
    assertThat(tree.files().keySet()).containsExactly("sites/a/vms.yaml", "sites/b/vms.yml");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    write("a.yaml", "a: 1");
    Files.createSymbolicLink(folder.resolve("b.yaml"), folder.resolve("a.yaml"));
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    assertThat(WorktreeSource.read(folder).files().keySet()).containsExactly("a.yaml");
  }

  @Test
  void missingFolderIsAFault() {
    GitSourceTest.assertFault(() -> WorktreeSource.read(folder.resolve("none")), GitCodes.NO_FOLDER, "is no folder");
  }

  @Test
  void filesBeyondTheLimitAreAFault() throws IOException {
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("large.yaml").toFile(), "rw")) {
      large.setLength(TreeBudget.MAX_FILE_BYTES + 1);
    }
    GitSourceTest.assertFault(() -> WorktreeSource.read(folder), GitCodes.TOO_LARGE, "large.yaml");
  }

  @Test
  void foldersBeyondTheDepthAreAFault() throws IOException {
    write("a/".repeat(TreeBudget.MAX_DEPTH + 1) + "x.yaml", "");
    GitSourceTest.assertFault(() -> WorktreeSource.read(folder), GitCodes.TOO_LARGE, "deeper");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }
}
