package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;

/** What a tree of files may be at most, counted while it is read. A repository is input like any other. */
final class TreeBudget {

  /** 1,000 sites of some files each, and as much again of documentation. */
  static final int MAX_ENTRIES = 50_000;

  /** Above the limit of one YAML file, so that the reader and not the walk reports a file that is merely too large. */
  static final long MAX_FILE_BYTES = 8L * 1024 * 1024;

  /** 10,000 machines written out are 6 MB; the rest is room, and what fits here fits, parsed, into the memory of the daemon. */
  static final long MAX_TOTAL_BYTES = 32L * 1024 * 1024;

  /** Deeper than any sensible layout; bounds the recursion. */
  static final int MAX_DEPTH = 32;

  private int entries;
  private long bytes;

  void entry(String path) {
    if (++entries > MAX_ENTRIES) {
      throw tooLarge("It has more than " + MAX_ENTRIES + " files and folders.");
    }
    if (path.chars().filter(c -> c == '/').count() >= MAX_DEPTH) {
      throw tooLarge("\"" + path + "\" lies deeper than " + MAX_DEPTH + " folders.");
    }
  }

  void content(String path, long size) {
    bytes += size;
    if (size > MAX_FILE_BYTES) {
      throw tooLarge("\"" + path + "\" has " + size + " bytes; at most " + MAX_FILE_BYTES + " are read.");
    }
    if (bytes > MAX_TOTAL_BYTES) {
      throw tooLarge("Its YAML files have more than " + MAX_TOTAL_BYTES + " bytes in all.");
    }
  }

  private static GitFault tooLarge(String detail) {
    return new GitFault(Diagnostic.errorOfAll(GitCodes.TOO_LARGE, "", detail,
        "Name the folder of the fleet alone, or list what is no part of it in .fleetignore."));
  }
}
