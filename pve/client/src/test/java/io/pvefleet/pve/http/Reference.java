package io.pvefleet.pve.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the recordings of a real host lie. */
final class Reference {

  private Reference() {}

  /** The folder; skips the calling test, loudly, where it is not there. */
  static Path folder() {
    Optional<Path> folder =
        Stream.of(
                Optional.ofNullable(System.getProperty("PVEFLEET_REFERENCE")),
                Optional.ofNullable(System.getenv("PVEFLEET_REFERENCE")),
                root().map(r -> r.resolve("../shared/reference").toString()))
            .flatMap(Optional::stream)
            .map(Path::of)
            .filter(Files::isDirectory)
            .findFirst();
    if (folder.isEmpty()) {
      System.out.println("SKIPPED: no recordings; set PVEFLEET_REFERENCE to their folder");
    }
    Assumptions.assumeTrue(folder.isPresent(), "no recordings; set PVEFLEET_REFERENCE to their folder");
    return folder.orElseThrow();
  }

  private static Optional<Path> root() {
    String property = System.getProperty("pvefleet.root");
    if (property != null && Files.isDirectory(Path.of(property))) {
      return Optional.of(Path.of(property));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("mvnw")) || Files.exists(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }
}
