package io.pvefleet.pve.simulator.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bytes on their way from one thread to another. Takes memory only for what is in it. Thread-safe. */
final class ByteQueue {

  /** What {@code qm vncproxy} reads at once. */
  private static final int PIECE = 4096;

  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // all below: guarded by lock
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private int consumed; // of the first piece
  private long size;
  private long highWater;
  private boolean ended;
  private boolean aborted;

  ByteQueue(long limit) {
    this.limit = limit;
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
      pieces.addLast(piece);
      size += piece.length;
      highWater = Math.max(highWater, size);
      changed.signalAll();
    }
  }

  /** Takes what is there, at most {@code most} bytes; blocks while nothing is. Empty at the end. */
  byte[] take(int most) throws InterruptedException {
    lock.lock();
    try {
      while (size == 0 && !ended && !aborted) {
        changed.await();
      }
      if (aborted) {
        return new byte[0];
      }
      byte[] taken = new byte[(int) Math.min(most, size)];
      int filled = 0;
      while (filled < taken.length) {
        byte[] first = pieces.getFirst();
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
