package io.pvefleet.app.view;

import java.util.List;

/**
 * A part of a sorted list.
 *
 * @param number from 1
 * @param total rows in the whole list
 */
public record Page<T>(List<T> rows, int number, int size, int total) {
  /** A hundred rows are a screenful to scroll and 4 KB to send; ten thousand take a browser ten seconds. */
  public static final int DEFAULT_SIZE = 100;

  public static final int MAX_SIZE = 1000;

  public Page {
    rows = List.copyOf(rows);
  }

  /** Cuts; a number or size outside its range is moved to the nearest that is inside. */
  public static <T> Page<T> of(List<T> all, int number, int size) {
    int rightSize = Math.clamp(size, 1, MAX_SIZE);
    int last = Math.max(1, Math.ceilDiv(all.size(), rightSize));
    int rightNumber = Math.clamp(number, 1, last);
    int from = (rightNumber - 1) * rightSize;
    return new Page<>(all.subList(from, Math.min(all.size(), from + rightSize)), rightNumber, rightSize, all.size());
  }

  public int pages() {
    return Math.max(1, Math.ceilDiv(total, size));
  }

  public boolean hasNext() {
    return number < pages();
  }

  public boolean hasPrevious() {
    return number > 1;
  }

  /** Number of the first row, from 1; 0 where there is none. */
  public int first() {
    return total == 0 ? 0 : (number - 1) * size + 1;
  }

  public int lastRow() {
    return Math.min(total, number * size);
  }
}
