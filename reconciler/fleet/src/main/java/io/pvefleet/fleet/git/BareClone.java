package io.pvefleet.fleet.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.SystemReader;

/** The local bare clone: made when missing, never confused with a folder that holds something else. */
final class BareClone {

  private BareClone() {}

  static Repository open(Path folder) {
    isolate();
    try {
      Files.createDirectories(folder);
      boolean isEmpty;
      try (Stream<Path> content = Files.list(folder)) {
        isEmpty = content.findAny().isEmpty();
      }
      if (!isEmpty && !Files.isDirectory(folder.resolve("objects"))) {
        throw new IOException("the folder holds something that is no bare clone");
      }
      Repository repository = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
      if (isEmpty) {
        repository.create(true);
        StoredConfig config = repository.getConfig();
        // In the foreground: a collection that outlives the fetch would race with the next one.
        config.setBoolean("gc", null, "autoDetach", false);
        config.save();
      }
      return repository;
    } catch (IOException e) {
      throw GitFaults.badClone(folder, e);
    }
  }

  /** What a fetch does depends on its settings alone, not on the Git configuration of whoever started the process. */
  private static void isolate() {
    synchronized (BareClone.class) {
      if (!(SystemReader.getInstance() instanceof NoUserConfig)) {
        SystemReader.setInstance(new NoUserConfig(SystemReader.getInstance()));
      }
    }
  }
}
