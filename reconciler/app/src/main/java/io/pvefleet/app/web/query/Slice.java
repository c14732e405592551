package io.pvefleet.app.web.query;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A part of a list that grows at its front: the newest first, and where the older ones begin. Numbers of pages would slide away
 * under the reader.
 *
 * @param before what to ask for the next, older part; empty at the end
 */
public record Slice<T>(List<T> rows, Optional<Long> before) {
  /** Rows of a part unless asked otherwise. */
  public static final int SIZE = 100;

  public Slice {
    rows = List.copyOf(rows);
  }

  /**
   * @param oneMore up to one row more than are shown
   */
  static <T> Slice<T> of(List<T> oneMore, int size, ToLongFunction<T> id) {
    if (oneMore.size() <= size) {
      return new Slice<>(oneMore, Optional.empty());
    }
    List<T> rows = oneMore.subList(0, size);
    return new Slice<>(rows, Optional.of(id.applyAsLong(rows.getLast())));
  }
}
