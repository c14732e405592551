package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {

  @Test
  void askedThreeTimesWhileItRunsItRunsOnceMore() throws Exception {
    OneAtATime one = new OneAtATime();
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread first = Thread.startVirtualThread(() -> one.run(() -> {
      runs.incrementAndGet();
      began.countDown();
      awaits(mayEnd);
    }));
    began.await();
    for (int i = 0; i < 3; i++) {
      one.run(() -> runs.addAndGet(100)); // never this one: whoever runs it does so again
    }
    assertThat(runs).hasValue(1);
    mayEnd.countDown();
    first.join();
    assertThat(runs).hasValue(2);
    assertThat(one.isRunning()).isFalse();
  }

  @Test
  void failureServesWhoeverAskedMeanwhileAndTheNext() {
    OneAtATime one = new OneAtATime();
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(() -> one.run(() -> {
      if (runs.incrementAndGet() == 1) {
        one.run(runs::incrementAndGet);
        throw new IllegalStateException("first");
      }
    })).hasMessage("first");
    assertThat(runs).hasValue(2);
    one.run(runs::incrementAndGet);
    assertThat(runs).hasValue(3);
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
