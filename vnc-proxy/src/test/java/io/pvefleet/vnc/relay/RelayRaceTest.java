package io.pvefleet.vnc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.fuzz.Fuzz;
import io.pvefleet.vnc.rfb.Browser;
import io.pvefleet.vnc.rfb.QemuReader;
import io.pvefleet.vnc.rfb.Screens;
import io.pvefleet.vnc.session.CloseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** All threads of a console at once, in random order and number: it ends once, wholly, and nobody waits for ever. */
class RelayRaceTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void whateverHappensAtOnceAConsoleEndsOnceAndFreesEverybody() {
    Map<CloseReason, Integer> reasons = new EnumMap<>(CloseReason.class);
    long[] bytes = {0};
    Fuzz.rounds("relay with all its threads", 400, random -> {
      Ending ending = new Round(random).run(bytes);
      reasons.merge(ending.reason(), 1, Integer::sum);
    });
    System.out.println("  ended as " + reasons + ", " + bytes[0] + " bytes reached browsers");
    assertThat(reasons.keySet()).as("several ends are reached, or this races too little")
        .contains(CloseReason.HOST_CLOSED, CloseReason.BROWSER_LEFT, CloseReason.TAKEN_OVER, CloseReason.STALLED);
  }

  private static final class Round {

    private final FakeHost host = new FakeHost();
    private final FakeBrowser browser = new FakeBrowser();
    private final Told told = new Told();
    private final HostLine line = HostLine.screen(host, Screens.SERVER_INIT, new byte[] {0});
    private final AtomicLong now = new AtomicLong();
    private final List<Thread> closers = new ArrayList<>();
    private final Executor closing = task -> {
      synchronized (closers()) {
        closers().add(Thread.startVirtualThread(task));
      }
    };
    private final Ticker ticker = new Ticker(now::get, closing);
    private final Random random;

    Round(Random random) {
      this.random = random;
    }

    private List<Thread> closers() {
      return closers;
    }

    Ending run(long[] bytes) throws Exception {
      Relay relay = Relay.start(line, browser, Relay.Mode.CONSOLE, "vm", Stage.LIMITS, ticker, told);
      browser.letTake(random.nextInt(12));
      List<Runnable> parts = new ArrayList<>(List.of(
          hostSays(random.nextLong()), browserSays(relay, random.nextLong()), timePasses(random.nextLong())));
      // What ends a round is left to chance; time ends it in the end.
      if (random.nextInt(6) == 0) {
        parts.add(() -> relay.end(CloseReason.TAKEN_OVER, ""));
      }
      if (random.nextInt(3) == 0) {
        parts.add(browser::vanish);
      }
      if (random.nextInt(3) == 0) {
        parts.add(() -> relay.control("{}"));
        parts.add(() -> relay.figures());
      }
      CyclicBarrier together = new CyclicBarrier(parts.size());
      List<Thread> threads = parts.stream().map(part -> Thread.startVirtualThread(() -> {
        await(together);
        part.run();
      })).toList();
      join(threads);
      join(closers);
      check(bytes);
      return told.endings().getFirst();
    }

    /** Chunks that count up, so that order shows; then it may close. */
    private Runnable hostSays(long seed) {
      return () -> {
        Random own = new Random(seed);
        byte next = 1;
        for (int chunks = own.nextInt(30); chunks > 0; chunks--) {
          byte[] chunk = new byte[1 + own.nextInt(own.nextInt(5) == 0 ? 40_000 : 20)];
          for (int i = 0; i < chunk.length; i++) {
            chunk[i] = next++;
          }
          line.receive(ByteBuffer.wrap(chunk));
        }
        if (own.nextInt(3) == 0) {
          line.closed("end of stream");
        }
      };
    }

    private Runnable browserSays(Relay relay, long seed) {
      return () -> {
        Random own = new Random(seed);
        byte[] shakes = {'R', 'F', 'B', ' ', '0', '0', '3', '.', '0', '0', '8', '\n', 1, 1};
        Fuzz.pieces(shakes, own).forEach(relay::fromBrowser);
        byte[] session = Browser.session(own);
        Fuzz.pieces(own.nextInt(4) == 0 ? Fuzz.mutated(session, own) : session, own).forEach(relay::fromBrowser);
        if (own.nextInt(4) == 0) {
          relay.browserClosed();
        }
      };
    }

    private Runnable timePasses(long seed) {
      return () -> {
        Random own = new Random(seed);
        for (int ticks = own.nextInt(20); ticks > 0; ticks--) {
          now.addAndGet(Duration.ofMillis(own.nextInt(3000)).toNanos());
          ticker.tick();
          Thread.yield();
        }
        // A browser that takes nothing more would hold the host for ever, if this clock stood still.
        while (told.endings().isEmpty()) {
          now.addAndGet(Duration.ofSeconds(1).toNanos());
          ticker.tick();
          Thread.yield();
        }
      };
    }

    private void check(long[] bytes) {
      assertThat(told.endings()).as("told once").hasSize(1);
      assertThat(browser.closes()).containsExactly(told.endings().getFirst().reason());
      assertThat(host.isClosed()).isTrue();
      assertThat(line.isOpen()).isFalse();
      assertThat(ticker.size()).isZero();
      QemuReader.read(host.taken());
      byte[] got = browser.got();
      bytes[0] += got.length;
      inOrder(got);
    }

    /** Behind greeting, handshake and the host's first byte the bytes count up without a gap. */
    private static void inOrder(byte[] got) {
      int stream = 12 + 2 + 4 + 24 + 2 + 1;
      for (int i = stream; i < got.length; i++) {
        assertThat(got[i]).as("byte %d", i).isEqualTo((byte) (i - stream + 1));
      }
      assertThat(Arrays.copyOf(got, 12)).isIn(Screens.VERSION, new byte[12]);
    }

    private static void join(List<Thread> threads) throws InterruptedException {
      for (Thread thread : threads) {
        assertThat(thread.join(LONG)).as("nobody waits for ever").isTrue();
      }
    }

    private static void await(CyclicBarrier barrier) {
      try {
        barrier.await();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
