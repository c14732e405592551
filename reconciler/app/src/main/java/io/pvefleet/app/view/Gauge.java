package io.pvefleet.app.view;

import java.util.OptionalInt;

/**
 * How much of something is used, beside what would be too much.
 *
 * @param name of the storage; empty where there is only one of its kind
 * @param share 0 to 1
 * @param used bytes; 0 for what is not counted in bytes
 * @param total bytes, or cores
 * @param limit percent from which on an alert is raised; empty where none is
 */
public record Gauge(String name, double share, long used, long total, OptionalInt limit) {

  public boolean isOver() {
    return limit.isPresent() && share * 100 >= limit.getAsInt();
  }

  /** 0 to 100. */
  public int percent() {
    return (int) Math.round(Math.clamp(share, 0, 1) * 100);
  }
}
