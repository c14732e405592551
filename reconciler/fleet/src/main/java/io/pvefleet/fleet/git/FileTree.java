package io.pvefleet.fleet.git;

import java.util.SequencedMap;

/**
 * The files of one commit or folder, as text.
 *
 * @param revision commit id, or {@code worktree}
 * @param files path relative to the root of the fleet (forward slashes) to content, sorted by path
 */
public record FileTree(String revision, SequencedMap<String, byte[]> files) {}
