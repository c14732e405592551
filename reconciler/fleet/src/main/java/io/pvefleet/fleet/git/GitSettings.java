package io.pvefleet.fleet.git;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Which branch of which repository describes the fleet.
 *
 * @param url {@code https://}, {@code ssh://}, {@code user@host:path}, {@code file://} or a path; {@code http://} only without
 *     credentials; never with a password in it
 * @param branch name of the branch; {@code HEAD} is the server's default branch
 * @param folder of the fleet in the repository, with forward slashes; empty for its root
 * @param cloneFolder folder of the local bare clone, made when it is missing; a cache that may be deleted while nothing runs
 * @param timeout of each wait for the server
 * @param limits of a whole fetch
 */
public record GitSettings(
    String url, String branch, String folder, GitCredential credential, Path cloneFolder, Duration timeout, Limits limits) {

  /** Git servers answer within seconds; longer means that the network is the problem, and the next poll tries again. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * What one fetch may take.
   *
   * @param whole a first clone of years of history over a slow line; a poll takes a second
   * @param bytes a fleet of ten thousand machines with all its history is some hundred megabytes
   */
  public record Limits(Duration whole, long bytes) {
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(10), 2L << 30);
  }

  /** With the limits that fit every fleet. */
  public GitSettings(String url, String branch, String folder, GitCredential credential, Path cloneFolder, Duration timeout) {
    this(url, branch, folder, credential, cloneFolder, timeout, Limits.DEFAULT);
  }

  public GitSettings {
    folder = folder.replaceAll("^/+|/+$", "");
    if (folder.equals(".")) {
      folder = "";
    }
  }
}
