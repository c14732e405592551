package io.pvefleet.pve.simulator.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Bytes on their way from one thread to another, for as long as the network between takes. Takes memory only for what is in
 * it. Thread-safe.
 */
final class ByteQueue {

  /** What {@code qm vncproxy} reads at once. */
  private static final int PIECE = 4096;

  private record Piece(byte[] bytes, long due) {}

  private final long limit;
  private final Supplier<Duration> latency;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // all below: guarded by lock
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private int consumed; // of the first piece
  private long size;
  private long highWater;
  private boolean ended;
  private boolean aborted;

  /**
   * @param limit bytes it holds
   * @param latency how long after they were added bytes can be taken at the earliest; asked for each piece
   */
  ByteQueue(long limit, Supplier<Duration> latency) {
    this.limit = limit;
    this.latency = latency;
  }

  /** Adds bytes that the caller no longer touches; false, without them, where that exceeds the limit. */
  boolean offer(byte[] bytes) {
    lock.lock();
    try {
      if (ended || aborted) {
        return true; // nobody reads any more, which is no fault of the sender
      }
      if (size + bytes.length > limit) {
        return false;
      }
      add(bytes);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds bytes, in pieces; blocks while the queue is full. Throws once nobody reads them any more. */
  void put(byte[] bytes, int offset, int length) throws IOException {
    for (int at = offset; at < offset + length; at += PIECE) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(at + PIECE, offset + length));
      lock.lock();
      try {
        while (size >= limit && !ended && !aborted) {
          changed.await();
        }
        if (ended || aborted) {
          throw new IOException("the console is over");
        }
        add(piece);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the console was written to");
      } finally {
        lock.unlock();
      }
    }
  }

  private void add(byte[] piece) {
    if (piece.length > 0) {
      pieces.addLast(new Piece(piece, System.nanoTime() + latency.get().toNanos()));
      size += piece.length;
      highWater = Math.max(highWater, size);
      changed.signalAll();
    }
  }

  /** Takes what has arrived, at most {@code most} bytes; blocks while nothing has. Empty at the end. */
  byte[] take(int most) throws InterruptedException {
    lock.lock();
    try {
      awaitArrival();
      if (aborted) {
        return new byte[0];
      }
      byte[] taken = new byte[(int) Math.min(most, arrived(most))];
      int filled = 0;
      while (filled < taken.length) {
        byte[] first = pieces.getFirst().bytes();
        int part = Math.min(first.length - consumed, taken.length - filled);
        System.arraycopy(first, consumed, taken, filled, part);
        filled += part;
        consumed += part;
        if (consumed == first.length) {
          pieces.removeFirst();
          consumed = 0;
        }
      }
      size -= taken.length;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void awaitArrival() throws InterruptedException {
    while (!aborted && (size > 0 || !ended)) {
      if (size == 0) {
        changed.await();
        continue;
      }
      long left = pieces.getFirst().due() - System.nanoTime();
      if (left <= 0) {
        return;
      }
      long ignored = changed.awaitNanos(left);
    }
  }

  /** Bytes that can be taken now; counted no further than to the limit. */
  private long arrived(int most) {
    long now = System.nanoTime();
    long bytes = -consumed;
    for (Piece piece : pieces) {
      if (bytes >= most || piece.due() - now > 0) {
        break;
      }
      bytes += piece.bytes().length;
    }
    return Math.max(0, bytes);
  }

  /** No more comes; what is there may still be taken. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends at once and forgets what is there. */
  void abort() {
    lock.lock();
    try {
      aborted = true;
      pieces.clear();
      size = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** The most that ever was in it at once. */
  long highWater() {
    lock.lock();
    try {
      return highWater;
    } finally {
      lock.unlock();
    }
  }

  InputStream asInput() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        try {
          byte[] taken = take(length);
          System.arraycopy(taken, 0, buffer, offset, taken.length);
          return taken.length == 0 ? -1 : taken.length;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while the console was read");
        }
      }

      @Override
      public int available() {
        return (int) Math.min(size(), Integer.MAX_VALUE);
      }
    };
  }

  OutputStream asOutput() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        put(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        put(bytes, offset, length);
      }
    };
  }
}
