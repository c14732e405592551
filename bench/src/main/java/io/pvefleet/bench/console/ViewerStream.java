package io.pvefleet.bench.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * One viewer's end of an RFB stream: shakes hands without authentication, asks for raw pictures, and asks again as soon as one is
 * complete, as viewers do. Counts what comes and forgets it. For one thread at a time.
 */
final class ViewerStream {

  private static final byte FRAMEBUFFER_UPDATE = 0;
  private static final int RAW = 0;
  private static final int DESKTOP_SIZE = -223;

  /** Where in the stream of messages from the proxy it is. */
  private enum Stage { VERSION, SECURITY, RESULT, INIT, NAME, MESSAGE, RECTANGLE, PIXELS }

  private final LongAdder bytes;
  private final long began;
  private final CompletableFuture<Long> firstFrame = new CompletableFuture<>();
  private final Consumer<byte[]> out;
  private final ByteBuffer held = ByteBuffer.allocate(64);
  private Stage stage = Stage.VERSION;
  private int needed = 12;
  private long skipped;
  private int rectangles;
  private int width;
  private int height;

  /**
   * @param bytes counts all that comes
   * @param began nanoseconds from which the first picture is timed
   * @param out takes what the viewer sends
   */
  ViewerStream(LongAdder bytes, long began, Consumer<byte[]> out) {
    this.bytes = bytes;
    this.began = began;
    this.out = out;
  }

  /** Nanoseconds from {@code began} to the first picture. */
  CompletableFuture<Long> firstFrame() {
    return firstFrame;
  }

  /** Takes what came. */
  void receive(ByteBuffer data) {
    bytes.add(data.remaining());
    while (data.hasRemaining()) {
      if (skipped > 0) {
        int step = (int) Math.min(skipped, data.remaining());
        data.position(data.position() + step);
        skipped -= step;
        if (skipped == 0) {
          skippedAll();
        }
        continue;
      }
      while (held.position() < needed && data.hasRemaining()) {
        held.put(data.get());
      }
      if (held.position() == needed) {
        held.flip();
        complete();
        held.clear();
      }
    }
  }

  private void complete() {
    switch (stage) {
      case VERSION -> {
        out.accept("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
        expect(Stage.SECURITY, 2);
      }
      case SECURITY -> {
        out.accept(new byte[] {1});
        expect(Stage.RESULT, 4);
      }
      case RESULT -> {
        out.accept(new byte[] {1});
        expect(Stage.INIT, 24);
      }
      case INIT -> {
        width = held.getShort(0) & 0xffff;
        height = held.getShort(2) & 0xffff;
        skip(Stage.NAME, held.getInt(20));
      }
      case NAME, PIXELS -> throw new IllegalStateException("is skipped");
      case MESSAGE -> message();
      case RECTANGLE -> rectangle();
    }
  }

  private void message() {
    if (held.get(0) != FRAMEBUFFER_UPDATE) {
      throw new IllegalStateException("message " + held.get(0) + " was not asked for");
    }
    rectangles = held.getShort(2) & 0xffff;
    if (!firstFrame.isDone()) {
      firstFrame.complete(System.nanoTime() - began);
    }
    next();
  }

  private void rectangle() {
    long area = (long) (held.getShort(4) & 0xffff) * (held.getShort(6) & 0xffff);
    int encoding = held.getInt(8);
    rectangles--;
    if (encoding == DESKTOP_SIZE) {
      width = held.getShort(4) & 0xffff;
      height = held.getShort(6) & 0xffff;
      next();
    } else if (encoding == RAW) {
      skip(Stage.PIXELS, area * 4);
    } else {
      throw new IllegalStateException("encoding " + encoding + " was not asked for");
    }
  }

  private void skip(Stage what, long count) {
    stage = what;
    needed = 0;
    skipped = count;
    if (count == 0) {
      skippedAll();
    }
  }

  private void skippedAll() {
    if (stage == Stage.NAME) {
      // SetEncodings: raw and DesktopSize; then the whole picture once.
      out.accept(ByteBuffer.allocate(12).put((byte) 2).put((byte) 0).putShort((short) 2).putInt(RAW).putInt(DESKTOP_SIZE).array());
      out.accept(request(0));
      expect(Stage.MESSAGE, 4);
    } else {
      next();
    }
  }

  private void next() {
    if (rectangles > 0) {
      expect(Stage.RECTANGLE, 12);
    } else {
      out.accept(request(1));
      expect(Stage.MESSAGE, 4);
    }
  }

  private byte[] request(int incremental) {
    return ByteBuffer.allocate(10).put((byte) 3).put((byte) incremental).putInt(0).putShort((short) width).putShort((short) height)
        .array();
  }

  private void expect(Stage next, int count) {
    stage = next;
    needed = count;
  }
}
