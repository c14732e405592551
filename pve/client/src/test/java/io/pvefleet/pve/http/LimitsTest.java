package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many calls a host sees at once. */
class LimitsTest {

  private static final PveRequest READ = PveRequest.get("/version");
  private static final PveRequest WRITE = PveRequest.put("/nodes/pve1/qemu/100/config").with("cores", "2");

  @TempDir static Path folder;
  private static Path keys;

  private final Virtual virtual = new Virtual();

  @BeforeAll
  static void makeKeys() {
    keys = new Certificates(folder).selfSigned("pve1", "dns:localhost");
  }

  @Test
  void aHostSeesTwoReadsAndOneWriteAtOnceAndNoMore() throws Exception {
    Counter reads = new Counter();
    Counter writes = new Counter();
    CyclicBarrier three = new CyclicBarrier(3); // passes only if two reads and a write are there together
    try (PveHttp http = Hosts.http(PveHttpSettings.DEFAULT, virtual);
        RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
          Counter counter = request.startsWith("GET") ? reads : writes;
          counter.enter();
          try {
            three.await(10, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IOException(e);
          }
          counter.leave();
          RawHost.write(out, "200 OK", "{\"data\":null}");
        })) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        threads.add(Thread.ofVirtual().start(() -> http.host(Hosts.endpoint(raw.uri(), keys)).send(READ)));
      }
      for (int i = 0; i < 5; i++) {
        threads.add(Thread.ofVirtual().start(() -> http.host(Hosts.endpoint(raw.uri(), keys)).send(WRITE)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(raw.requests).hasSize(15);
      assertThat(reads.most()).isEqualTo(2);
      assertThat(writes.most()).isEqualTo(1);
    }
  }

  @Test
  void aRotatedTokenGetsNoPermitsOfItsOwn() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (PveHttp http = Hosts.http(PveHttpSettings.DEFAULT.withPermits(2, 1, Duration.ofMillis(50)), virtual);
        RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
          inside.countDown();
          release.await(10, TimeUnit.SECONDS);
          RawHost.write(out, "200 OK", "{\"data\":null}");
        })) {
      Thread writer = Thread.ofVirtual().start(() -> http.host(Hosts.endpoint(raw.uri(), keys)).send(WRITE));
      inside.await();
      Identity other = Identity.Token.parse("root@pam!other=" + Hosts.UUID);
      assertThatThrownBy(() -> http.host(Hosts.endpoint(raw.uri(), keys, other)).send(WRITE))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_SENT));
      release.countDown();
      writer.join();
    }
  }

  @Test
  void anInterruptedWriteIsIndeterminateAndGivesItsPermitBack() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (PveHttp http = Hosts.http(PveHttpSettings.DEFAULT, virtual);
        RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
          if (number == 1) {
            inside.countDown();
            closed.await(30, TimeUnit.SECONDS);
          } else {
            RawHost.write(out, "200 OK", "{\"data\":null}");
          }
        })) {
      PveHost host = http.host(Hosts.endpoint(raw.uri(), keys));
      Thread writer = Thread.ofVirtual().start(() -> {
        try {
          host.send(WRITE);
        } catch (RuntimeException e) {
          thrown.set(e);
        }
      });
      inside.await();
      writer.interrupt();
      writer.join();
      assertThat(thrown.get()).isInstanceOf(Indeterminate.class);
      assertThat(host.silentSince()).isEmpty();
      assertThat(host.send(WRITE).isSuccess()).isTrue();
    }
  }

  /** How many were inside at once, at most. */
  private static final class Counter {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    void enter() {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
    }

    void leave() {
      now.decrementAndGet();
    }

    int most() {
      return most.get();
    }
  }
}
