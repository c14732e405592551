package io.pvefleet.process.cli;

import java.util.concurrent.CountDownLatch;

/** Waiting for Ctrl-C, SIGTERM or an interrupt. */
public final class Forever {

  private static volatile boolean isStopping;

  private Forever() {}

  /** Whether the JVM is on its way out and waits for the main thread to return: another exit would wait for it in turn, for ever. */
  public static boolean isStopping() {
    return isStopping;
  }

  /** Returns when the process is asked to end; the JVM then waits until the calling thread has cleaned up. */
  public static void untilStopped() {
    CountDownLatch asked = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread hook = new Thread(() -> {
      isStopping = true;
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
