package io.pvefleet.app.view;

import java.time.Instant;

/**
 * A commit of the fleet repository.
 *
 * @param id full hash
 * @param at when it was committed
 * @param message its first line
 */
public record Commit(String id, String author, Instant at, String message) {

  /** The first eight characters, which is what people read out to each other. */
  public String shortId() {
    return id.length() > 8 ? id.substring(0, 8) : id;
  }
}
