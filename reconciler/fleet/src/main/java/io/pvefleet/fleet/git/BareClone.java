package io.pvefleet.fleet.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.SystemReader;

/** The local bare clone: made when missing, never confused with a folder that holds something else. */
final class BareClone {

  /** Refs of branches lie three folders deep, with room for slashes in their names; objects have no locks. */
  private static final int LOCK_DEPTH = 8;

  private BareClone() {}

  static Repository open(Path folder) {
    isolate();
    try {
      Files.createDirectories(folder);
      dropLocks(folder);
      boolean isEmpty;
      try (Stream<Path> content = Files.list(folder)) {
        isEmpty = content.findAny().isEmpty();
      }
      if (!isEmpty && !Files.isDirectory(folder.resolve("objects"))) {
        throw new IOException("the folder holds something that is no bare clone");
      }
      if (isEmpty) {
        make(folder);
      }
      return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    } catch (IOException e) {
      throw GitFaults.badClone(folder, e);
    }
  }

  /** Beside its place and then moved there, so that a process killed in between leaves no half of one. */
  private static void make(Path folder) throws IOException {
    Path aside = Files.createTempDirectory(folder.toAbsolutePath().getParent(), folder.getFileName() + ".making-");
    try (Repository repository = new FileRepositoryBuilder().setGitDir(aside.toFile()).setBare().build()) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      // In the foreground: a collection that outlives the fetch would race with the next one.
      config.setBoolean("gc", null, "autoDetach", false);
      config.save();
    }
    Files.delete(folder);
    Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * A process that was killed while it wrote a ref leaves the ref's lock, and no fetch would ever succeed again. Where the lock is
   * that of a living process after all, its one fetch fails and the next does not.
   */
  private static void dropLocks(Path folder) throws IOException {
    List<Path> locks;
    try (Stream<Path> files = Files.find(
        folder, LOCK_DEPTH, (file, attributes) -> attributes.isRegularFile() && file.getFileName().toString().endsWith(".lock"))) {
      locks = files.toList();
    } catch (UncheckedIOException e) {
      return; // a file went while it was listed, which is what is wanted
    }
    for (Path lock : locks) {
      Files.deleteIfExists(lock);
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
