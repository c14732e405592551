package io.pvefleet.vnc.relay;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a relay's listener was told. */
final class Told implements RelayListener {

  private final AtomicInteger frames = new AtomicInteger();
  private final List<Ending> endings = new CopyOnWriteArrayList<>();

  @Override
  public void firstFrame() {
    frames.incrementAndGet();
  }

  @Override
  public void ended(Ending why) {
    endings.add(why);
  }

  int frames() {
    return frames.get();
  }

  List<Ending> endings() {
    return endings;
  }
}
