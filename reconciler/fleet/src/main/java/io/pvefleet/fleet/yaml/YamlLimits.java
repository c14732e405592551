package io.pvefleet.fleet.yaml;

/** What one file may be at most, so that no commit can exhaust the daemon that reads it. */
public final class YamlLimits {

  /** 1,000 machines written out in full are about 600 KB; four times that is no longer written by people. */
  public static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

  /** Documents seldom pass 8 levels; 50 leaves room and bounds the recursion. */
  public static final int MAX_DEPTH = 50;

  /**
   * Nodes after aliases are expanded: 10,000 machines in one file. An alias counts as much as what it stands for, which
   * stops a "billion laughs" before anything walks it.
   */
  public static final int MAX_NODES = 600_000;

  /** 10,000 machines in one file, one each; a document may be three bytes, and each that is not ours is told of. */
  public static final int MAX_DOCUMENTS = 10_000;

  /** Problems reported for one file; more is one mistake seen again and again. */
  static final int MAX_PROBLEMS = 50;

  private YamlLimits() {}
}
