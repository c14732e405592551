package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.util.List;

/**
 * The newest commit of the branch with its files.
 *
 * @param warnings for example that the history was rewritten; said once, by the fetch that saw it
 */
public record GitHead(GitCommit commit, FileTree tree, List<Diagnostic> warnings) {
  public GitHead {
    warnings = List.copyOf(warnings);
  }
}
