package io.pvefleet.fleet;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is that the tests run in. */
public final class Checkout {

  private Checkout() {}

  public static Path root() {
    Path folder = Path.of(System.getProperty("pvefleet.root", "")).toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("fleet-repo-example"))) {
      folder = java.util.Objects.requireNonNull(folder.getParent(), "no folder above holds fleet-repo-example");
    }
    return folder;
  }
}
