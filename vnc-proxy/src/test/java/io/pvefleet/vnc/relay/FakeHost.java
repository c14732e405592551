package io.pvefleet.vnc.relay;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** A host's end that takes everything, until it is told not to. */
final class FakeHost implements HostEnd {

  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean isClosed;
  private volatile boolean isDeaf;
  private volatile long queued;
  private volatile Ending why;

  @Override
  public boolean send(byte[] bytes) {
    if (isClosed || isDeaf) {
      return false;
    }
    synchronized (taken) {
      taken.writeBytes(bytes);
    }
    return true;
  }

  @Override
  public long queuedBytes() {
    return queued;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public Ending whyClosed(String reason) {
    asked.incrementAndGet();
    return why == null ? HostEnd.super.whyClosed(reason) : why;
  }

  byte[] taken() {
    synchronized (taken) {
      byte[] all = taken.toByteArray();
      taken.reset();
      return all;
    }
  }

  boolean isClosed() {
    return isClosed;
  }

  int asked() {
    return asked.get();
  }

  void queue(long bytes) {
    queued = bytes;
  }

  void turnDeaf() {
    isDeaf = true;
  }

  void willSay(Ending ending) {
    why = ending;
  }
}
