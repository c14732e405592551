package io.pvefleet.vnc.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a few things about once a second, one after the other on one virtual thread, until it is closed. */
final class Clockwork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);

  private final CountDownLatch closing = new CountDownLatch(1);

  private Clockwork() {}

  static Clockwork start(Duration interval, List<Runnable> steps) {
    Clockwork clockwork = new Clockwork();
    Thread.ofVirtual().name("clockwork").start(() -> clockwork.run(interval, steps));
    return clockwork;
  }

  private void run(Duration interval, List<Runnable> steps) {
    try {
      while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        steps.forEach(Clockwork::step);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that fails must not stop the clock of all consoles. */
  private static void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      LOG.atError().setCause(bug).log("A limit of consoles was not looked at; please report this with the lines below");
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
