package io.pvefleet.pve.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Frames that wait to be sent, up to a limit. Thread-safe; nothing is sent while its lock is held. */
final class Outbox {

  private final int limit;

  // All guarded by this.
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private long bytes;
  private boolean isOpen = true;

  Outbox(int limit) {
    this.limit = limit;
  }

  /**
   * What to send now.
   *
   * @param isLast no more will come
   */
  record Batch(List<byte[]> frames, boolean isLast) {
    long bytes() {
      return frames.stream().mapToLong(f -> f.length).sum();
    }
  }

  /** Takes frames to be sent one after the other; all or, where they would exceed the limit or it is over, none. */
  synchronized boolean offer(List<byte[]> more) {
    long added = more.stream().mapToLong(f -> f.length).sum();
    if (!isOpen || bytes + added > limit) {
      return false;
    }
    frames.addAll(more);
    bytes += added;
    notifyAll();
    return true;
  }

  /** Bytes offered that were not reported as sent, frame headers included. */
  synchronized long bytes() {
    return bytes;
  }

  /** Takes no more; what is there will still be taken. */
  synchronized void close() {
    isOpen = false;
    notifyAll();
  }

  /** All there is; waits until there is something, or no more will come. */
  synchronized Batch take() throws InterruptedException {
    while (frames.isEmpty() && isOpen) {
      wait();
    }
    Batch batch = new Batch(new ArrayList<>(frames), !isOpen);
    frames.clear();
    return batch;
  }

  synchronized void sent(Batch batch) {
    bytes -= batch.bytes();
  }
}
