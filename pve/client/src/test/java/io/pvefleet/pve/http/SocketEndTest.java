package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.http.SocketHost.Exchange;
import io.pvefleet.pve.http.SocketHost.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a WebSocket ends, and that this is told once. */
class SocketEndTest {

  @TempDir static Path folder;
  private static Sockets sockets;

  @BeforeAll
  static void makeKeys() {
    sockets = new Sockets(folder);
  }

  @Test
  void closingSendsWhatWasTakenAndSaysGoodbye() throws Exception {
    List<Frame> frames = new CopyOnWriteArrayList<>();
    try (SocketHost host = sockets.upgrading(exchange -> {
      Frame frame;
      do {
        frame = exchange.receive();
        frames.add(frame);
      } while (frame.opcode() != 8);
    }); PveHttp http = Sockets.http()) {
      Heard heard = new Heard();
      PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, heard);
      socket.send(new byte[] {7});
      socket.close();
      socket.close();
      assertThat(socket.send(new byte[] {8})).as("closed").isFalse();
      assertThat(heard.end()).isEqualTo("closed on this side");
      assertThat(frames).hasSize(2);
      assertThat(frames.getLast().payload()).containsExactly(3, 0xE8);
      assertThat(socket.queuedBytes()).isZero();
    }
  }

  @Test
  void aHostThatIgnoresTheGoodbyeIsLeftAfterAMoment() throws Exception {
    try (SocketHost host = sockets.upgrading(Exchange::staySilent); PveHttp http = Sockets.http()) {
      Heard heard = new Heard();
      PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, heard);
      long start = System.nanoTime();
      socket.close();
      heard.end();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(6));
      assertThat(heard.ends()).hasSize(1);
    }
  }

  @Test
  void theHostsGoodbyeIsToldOnce() throws Exception {
    try (SocketHost host = sockets.upgrading(exchange -> {
      exchange.send("last words");
      exchange.send(0x88, "\u0003\u00f3the VM was\nshut down".getBytes(StandardCharsets.ISO_8859_1));
    }); PveHttp http = Sockets.http()) {
      Heard heard = new Heard();
      PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, heard);
      assertThat(heard.end()).isEqualTo("the host closed the connection: 1011 the VM was shut down");
      assertThat(heard.text(10)).isEqualTo("last words");
      assertThat(socket.send(new byte[1])).isFalse();
      socket.close();
      assertThat(heard.ends()).hasSize(1);
    }
  }

  @Test
  void theEndWithoutAGoodbyeIsToldOnce() throws Exception {
    try (SocketHost host = sockets.upgrading(exchange -> {}); PveHttp http = Sockets.http()) { // as on a stopped VM: 101, and then nothing
      Heard heard = new Heard();
      PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, heard);
      assertThat(heard.end()).isEqualTo("the host ended the connection");
      socket.close();
      assertThat(heard.ends()).hasSize(1);
    }
  }

  @Test
  void closingFromManySidesAtOnceIsToldOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      CountDownLatch go = new CountDownLatch(1);
      try (SocketHost host = sockets.upgrading(exchange -> Sockets.await(go)); PveHttp http = Sockets.http()) {
        Heard heard = new Heard();
        PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, heard);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          threads.add(Thread.ofVirtual().start(() -> {
            Sockets.await(go);
            socket.send(new byte[1000]);
            socket.close();
          }));
        }
        go.countDown();
        for (Thread thread : threads) {
          thread.join();
        }
        heard.end();
      }
    }
  }

  @Test
  void framesThatNoServerMaySendEndTheSocket() throws Exception {
    List<byte[]> broken = List.of(
        new byte[] {(byte) 0xC2, 1, 0}, // compressed
        new byte[] {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 1}, // masked
        new byte[] {(byte) 0x83, 0}, // of no known kind
        new byte[] {(byte) 0x89, 126, 1, 0}, // a ping of 256 bytes
        new byte[] {(byte) 0x82, 127, -1, 0, 0, 0, 0, 0, 0, 0}); // of negative length
    for (byte[] frame : broken) {
      try (SocketHost host = sockets.upgrading(exchange -> {
        exchange.raw(frame);
        exchange.staySilent();
      }); PveHttp http = Sockets.http()) {
        Heard heard = new Heard();
        Sockets.host(http, host).open(Sockets.TARGET, heard);
        assertThat(heard.end()).startsWith("the host broke the WebSocket protocol");
      }
    }
  }

  @Test
  void aListenerThatFailsEndsItsSocketOnly() throws Exception {
    try (SocketHost host = sockets.upgrading(exchange -> {
      exchange.send("x");
      exchange.staySilent();
    }); PveHttp http = Sockets.http()) {
      BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
      Sockets.host(http, host).open(Sockets.TARGET, new PveSocket.Listener() {
        @Override
        public void onBytes(ByteBuffer bytes) {
          throw new IllegalStateException("a bug");
        }

        @Override
        public void onClosed(String reason) {
          reasons.add(reason);
        }
      });
      assertThat(reasons.poll(20, TimeUnit.SECONDS)).isEqualTo("what listened here failed");
    }
  }

  @Test
  void aSilentHostIsAskedAndThenGivenUp() throws Exception {
    BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    SocketLimits impatient = new SocketLimits(Duration.ofSeconds(10), Duration.ofSeconds(20), 1024, 1024,
        Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (SocketHost host = sockets.upgrading(exchange -> {
      while (true) {
        frames.add(exchange.receive());
      }
    }); PveHttp http = Sockets.http(impatient)) {
      Heard heard = new Heard();
      Sockets.host(http, host).open(Sockets.TARGET, heard);
      assertThat(heard.end()).isEqualTo("the host has been silent for 1 s");
      assertThat(frames.peek()).isNotNull();
      assertThat(frames.peek().opcode()).isEqualTo(Frames.PING);
    }
  }

  @Test
  void aHostThatAnswersPingsIsNotGivenUp() throws Exception {
    SocketLimits impatient = new SocketLimits(Duration.ofSeconds(10), Duration.ofSeconds(20), 1024, 1024,
        Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(1));
    CountDownLatch pings = new CountDownLatch(60); // more than the silence that would end it
    try (SocketHost host = sockets.upgrading(exchange -> {
      while (true) {
        Frame frame = exchange.receive();
        exchange.send(0x8A, frame.payload());
        pings.countDown();
      }
    }); PveHttp http = Sockets.http(impatient)) {
      Heard heard = new Heard();
      try (PveSocket _ = Sockets.host(http, host).open(Sockets.TARGET, heard)) {
        assertThat(pings.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(heard.ends()).isEmpty();
      }
    }
  }

  @Test
  void noTimeoutOfTheHandshakeOutlivesIt() throws Exception {
    SocketLimits quickHandshake = new SocketLimits(Duration.ofMillis(800), Duration.ofSeconds(20), 1024, 1024,
        Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(1));
    try (SocketHost host = sockets.upgrading(exchange -> {
      Thread.sleep(1_500); // longer than the handshake may take
      exchange.send("late");
      exchange.serveUntilClosed();
    }); PveHttp http = Sockets.http(quickHandshake)) {
      Heard heard = new Heard();
      try (PveSocket _ = Sockets.host(http, host).open(Sockets.TARGET, heard)) {
        assertThat(heard.text(4)).isEqualTo("late");
        assertThat(heard.ends()).isEmpty();
      }
    }
  }

  @Test
  void aHostThatTakesNothingIsGivenUp() throws Exception {
    SocketLimits impatient = new SocketLimits(Duration.ofSeconds(10), Duration.ofMillis(500), 64 * 1024 * 1024, 64 * 1024,
        Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(1));
    try (SocketHost host = sockets.upgrading(Exchange::staySilent); PveHttp http = Sockets.http(impatient)) {
      Heard heard = new Heard();
      PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, heard);
      assertThat(socket.send(new byte[60 * 1024 * 1024])).isTrue();
      assertThat(heard.end()).startsWith("the host has taken nothing for ");
      assertThat(socket.send(new byte[1])).isFalse();
    }
  }
}
