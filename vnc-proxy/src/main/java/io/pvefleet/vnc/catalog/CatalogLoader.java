package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.WorktreeSource;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** From files of a fleet to a catalog. Thread-safe. */
public final class CatalogLoader {
  private static final FleetLoader LOADER = new FleetLoader(List.of(new ConsoleGuestKind()));

  private CatalogLoader() {}

  /**
   * What came of the files.
   *
   * @param catalog empty where a diagnostic is an error
   */
  public record Loaded(Optional<Catalog> catalog, List<Diagnostic> diagnostics) {
    public Loaded {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Reads files of a commit or folder; never throws for what stands in them. */
  public static Loaded load(FileTree tree) {
    FleetLoad load = LOADER.load(tree);
    return new Loaded(load.fleet().map(FleetCatalog::of), load.diagnostics());
  }

  /**
   * Reads a folder as it is. Blocks on the file system.
   *
   * @throws io.pvefleet.fleet.git.GitFault if the folder cannot be read
   */
  public static Loaded folder(Path folder) {
    return load(WorktreeSource.read(folder));
  }
}
