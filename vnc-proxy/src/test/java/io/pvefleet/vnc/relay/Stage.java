package io.pvefleet.vnc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.rfb.Screens;
import io.pvefleet.vnc.session.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A relay between two fakes, with a clock that stands until it is moved. */
final class Stage {

  static final RelayLimits LIMITS =
      new RelayLimits(Duration.ofMinutes(15), Duration.ofHours(8), RelayLimits.DEFAULT_STALL, 1000);

  private static final byte[] NOTHING = {};

  final FakeHost host = new FakeHost();
  final FakeBrowser browser = new FakeBrowser();
  final Told told = new Told();
  final HostLine line;
  final Ticker ticker;
  private final List<Thread> threads = new ArrayList<>();
  private volatile long now = 1_000_000_000L;
  Relay relay;

  private Stage(boolean isScreen) {
    ticker = new Ticker(() -> now, Runnable::run);
    line = isScreen ? HostLine.screen(host, Screens.SERVER_INIT, NOTHING) : HostLine.terminal(host, NOTHING);
  }

  static Stage screen() {
    return new Stage(true);
  }

  static Stage terminal() {
    return new Stage(false);
  }

  /** A console whose browser has shaken hands. */
  static Stage open(Relay.Mode mode) {
    Stage stage = screen().start(mode);
    stage.says(Screens.VERSION);
    stage.says(new byte[] {1});
    stage.says(new byte[] {1});
    stage.browser.got();
    return stage;
  }

  Stage start(Relay.Mode mode) {
    relay = Relay.start(line, browser, mode, "pos-0012", LIMITS, ticker, told);
    return this;
  }

  void says(byte[] bytes) {
    relay.fromBrowser(ByteBuffer.wrap(bytes));
  }

  void says(String text) {
    says(text.getBytes(StandardCharsets.UTF_8));
  }

  void hostSays(byte[] bytes) {
    line.receive(ByteBuffer.wrap(bytes));
  }

  /** On a thread like a socket's. */
  Thread hostSaysByItself(byte[] bytes) {
    Thread thread = Thread.startVirtualThread(() -> hostSays(bytes));
    threads.add(thread);
    return thread;
  }

  void pass(Duration time) {
    now += time.toNanos();
    ticker.tick();
  }

  void passSilently(Duration time) {
    now += time.toNanos();
  }

  /** Over for this reason, told once, with both ends closed, nothing left on the clock and no thread in it. */
  void isOver(CloseReason reason) throws InterruptedException {
    assertThat(told.endings()).extracting(Ending::reason).containsExactly(reason);
    assertThat(browser.closes()).containsExactly(reason);
    assertThat(host.isClosed()).isTrue();
    assertThat(line.isOpen()).isFalse();
    assertThat(ticker.size()).isZero();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(10))).as("the host's thread is free").isTrue();
    }
  }

  void goesOn() {
    assertThat(told.endings()).isEmpty();
    assertThat(host.isClosed()).isFalse();
  }

  /** Waits for a level. */
  static void until(BooleanSupplier level) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!level.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it never came to that");
      }
      Thread.yield();
    }
  }
}
