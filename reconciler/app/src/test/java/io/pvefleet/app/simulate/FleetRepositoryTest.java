package io.pvefleet.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetRepositoryTest {

  @TempDir Path temp;
  private Path folder;
  private FleetRepository repository;

  @BeforeEach
  void writeARepository() {
    folder = temp.resolve("fleet");
    repository = new FleetRepository(folder);
    repository.write(List.of(), 0);
  }

  @Test
  void whatWasJustWrittenMayBeReplaced() {
    assertThat(repository.isOurs()).isTrue();
    assertThat(repository.isUntouched()).isTrue();
    assertThat(folder.resolve("schemas/v1/virtualmachine.json")).isRegularFile();
    assertThat(folder.resolve(".vscode/settings.json")).isRegularFile();
  }

  @Test
  void anEditIsNotLost() throws Exception {
    Files.writeString(folder.resolve("fleet.yaml"), "# mine\n");
    assertThat(repository.isUntouched()).isFalse();
  }

  @Test
  void aCommitIsNotLost() throws Exception {
    Files.writeString(folder.resolve("fleet.yaml"), "# mine\n");
    try (Git git = Git.open(folder.toFile())) {
      git.commit().setAll(true).setMessage("Change a value").setSign(false).call();
    }
    assertThat(repository.isUntouched()).isFalse();
  }

  @Test
  void aFolderOfSomebodyElseIsLeftAlone() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("notes.txt"), "mine");
    new FleetRepository(other).remove();
    assertThat(new FleetRepository(other).isOurs()).isFalse();
    assertThat(other.resolve("notes.txt")).exists();
  }
}
