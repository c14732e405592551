package io.pvefleet.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where this checkout is, and what was recorded from a real host beside it. */
public final class Checkout {

  private Checkout() {}

  /** Its root. */
  public static Path root() {
    String named = System.getProperty("pvefleet.root", "");
    Path at = Path.of(named.isEmpty() ? "" : named).toAbsolutePath().normalize();
    while (at.getParent() != null && !Files.exists(at.resolve(".git"))) {
      at = at.getParent();
    }
    return at;
  }

  /** The folder of the reference; need not be there. */
  public static Path reference() {
    String named = System.getProperty("PVEFLEET_REFERENCE", Map.copyOf(System.getenv()).getOrDefault("PVEFLEET_REFERENCE", ""));
    return named.isEmpty() ? root().resolveSibling("shared").resolve("reference") : Path.of(named);
  }
}
