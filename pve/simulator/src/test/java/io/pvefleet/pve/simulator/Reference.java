package io.pvefleet.pve.simulator;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the recordings of a real host lie, and this module's own folder. */
public final class Reference {

  private Reference() {}

  /** A file of the recordings; skips the calling test, loudly, where they are not there. */
  public static Path file(String name) {
    Path file = folder().resolve(name);
    if (!Files.exists(file)) {
      String message = "SKIPPED: no recording " + name + "; set PVEFLEET_REFERENCE to the folder that holds it";
      System.out.println(message);
      Assumptions.abort(message);
    }
    return file;
  }

  /** The folder of the module whose tests run. */
  public static Path module() {
    return root().resolve("pve/simulator");
  }

  private static Path folder() {
    String set = System.getProperty("PVEFLEET_REFERENCE", System.getenv().getOrDefault("PVEFLEET_REFERENCE", ""));
    return set.isEmpty() ? root().resolve("../shared/reference").normalize() : Path.of(set);
  }

  private static Path root() {
    String told = System.getProperty("pvefleet.root", "");
    Path at = Path.of(told.isEmpty() ? "" : told).toAbsolutePath();
    while (at != null && !Files.exists(at.resolve(".git")) && !Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("no repository above " + told);
    }
    return at;
  }
}
