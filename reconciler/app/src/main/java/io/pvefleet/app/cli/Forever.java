package io.pvefleet.app.cli;

import java.util.concurrent.CountDownLatch;

/** Waiting for Ctrl-C, SIGTERM or an interrupt. */
final class Forever {

  private Forever() {}

  /** Returns when the process is asked to end; the JVM then waits until the calling thread has cleaned up. */
  static void untilStopped() {
    CountDownLatch asked = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread hook = new Thread(() -> {
      asked.countDown();
      try {
        caller.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      asked.await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
