package io.pvefleet.fleet.git;

import java.util.SequencedMap;

/**
 * The YAML files of one commit or folder, less what {@code .fleetignore} names.
 *
 * @param revision commit id, or {@code worktree}
 * @param files path relative to the root of the fleet (forward slashes) to content, sorted by path
 */
public record FileTree(String revision, SequencedMap<String, byte[]> files) {

  /** Whether a file of this name is part of a fleet. */
  static boolean isRead(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }
}
