package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.session.CloseReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A browser that reads when it is let. */
final class FakeBrowser implements BrowserEnd {

  private ByteArrayOutputStream got = new ByteArrayOutputStream(0);
  private final List<CloseReason> closes = new ArrayList<>();
  private final List<String> controls = new ArrayList<>();
  private final AtomicInteger senders = new AtomicInteger();
  private int mayTake = Integer.MAX_VALUE;
  private boolean isWaiting;
  private boolean isGone;
  private boolean isStuck;
  private int longest;

  @Override
  public void send(ByteBuffer bytes) throws IOException {
    if (senders.incrementAndGet() != 1) {
      throw new AssertionError("two threads send at once");
    }
    try {
      take(bytes);
    } finally {
      senders.decrementAndGet();
    }
  }

  private synchronized void take(ByteBuffer bytes) throws IOException {
    isWaiting = true;
    while (mayTake == 0 && !isGone && (closes.isEmpty() || isStuck)) {
      await();
    }
    isWaiting = false;
    if (isGone || !closes.isEmpty()) {
      throw new IOException("closed");
    }
    mayTake--;
    longest = Math.max(longest, bytes.remaining());
    byte[] all = new byte[bytes.remaining()];
    bytes.get(all);
    got.writeBytes(all);
    notifyAll();
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public synchronized void control(String json) {
    controls.add(json);
  }

  @Override
  public synchronized void close(CloseReason reason) {
    closes.add(reason);
    notifyAll();
  }

  /** Takes that many messages more and then blocks. */
  synchronized void letTake(int messages) {
    mayTake = messages;
    notifyAll();
  }

  synchronized void vanish() {
    isGone = true;
    notifyAll();
  }

  /** Closing it frees no thread, against its contract. */
  synchronized void beStuck() {
    isStuck = true;
  }

  synchronized boolean isBlocking() {
    return isWaiting && mayTake == 0;
  }

  synchronized byte[] got() {
    byte[] all = got.toByteArray();
    got = new ByteArrayOutputStream(0);
    return all;
  }

  synchronized int gotBytes() {
    return got.size();
  }

  synchronized int longest() {
    return longest;
  }

  synchronized List<CloseReason> closes() {
    return List.copyOf(closes);
  }

  synchronized List<String> controls() {
    return List.copyOf(controls);
  }
}
