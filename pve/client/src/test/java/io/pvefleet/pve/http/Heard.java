package io.pvefleet.pve.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A listener that keeps what it hears, and checks that it is told in the order promised. Thread-safe. */
public final class Heard implements PveSocket.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> ends = new ArrayList<>();
  private boolean isOutOfOrder;

  @Override
  public synchronized void onBytes(ByteBuffer buffer) {
    isOutOfOrder |= !ends.isEmpty();
    bytes.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
    notifyAll();
  }

  @Override
  public synchronized void onClosed(String reason) {
    ends.add(reason);
    notifyAll();
  }

  /** Waits until at least so much came. */
  public synchronized byte[] bytes(int atLeast) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (bytes.size() < atLeast && deadline > System.nanoTime()) {
      wait(100);
    }
    return bytes.toByteArray();
  }

  public synchronized String text(int atLeast) throws InterruptedException {
    return new String(bytes(atLeast), StandardCharsets.UTF_8);
  }

  /** Waits until it is over and gives the reason; fails where it was told twice, or something after it. */
  public synchronized String end() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ends.isEmpty() && deadline > System.nanoTime()) {
      wait(100);
    }
    if (ends.size() != 1 || isOutOfOrder) {
      throw new AssertionError("told of the end: " + ends + (isOutOfOrder ? ", and bytes after it" : ""));
    }
    return ends.getFirst();
  }

  public synchronized List<String> ends() {
    return List.copyOf(ends);
  }
}
