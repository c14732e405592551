package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.util.List;
import java.util.SequencedMap;

/**
 * The YAML files of one commit or folder, less what {@code .fleetignore} names.
 *
 * @param revision commit id, or {@code worktree}
 * @param files path relative to the root of the fleet (forward slashes) to content, sorted by path
 * @param warnings what looks like a part of the fleet and is not read
 */
public record FileTree(String revision, SequencedMap<String, byte[]> files, List<Diagnostic> warnings) {
  public FileTree {
    warnings = List.copyOf(warnings);
  }

  /** One about which there is nothing to say. */
  public FileTree(String revision, SequencedMap<String, byte[]> files) {
    this(revision, files, List.of());
  }

  /** Whether a file of this name is part of a fleet. */
  static boolean isRead(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }
}
