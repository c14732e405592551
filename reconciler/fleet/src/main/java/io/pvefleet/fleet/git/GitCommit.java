package io.pvefleet.fleet.git;

import java.time.Instant;

/**
 * A commit, as people know it.
 *
 * @param id 40 hex digits
 * @param author name, without the address
 * @param time when it was committed
 * @param subject first line of its message
 */
public record GitCommit(String id, String author, Instant time, String subject) {

  /** How much of an id people read. */
  private static final int SHORT = 8;

  public String shortId() {
    return id.substring(0, Math.min(SHORT, id.length()));
  }
}
