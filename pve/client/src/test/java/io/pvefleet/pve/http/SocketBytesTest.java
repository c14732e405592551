package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.http.SocketHost.Exchange;
import io.pvefleet.pve.http.SocketHost.Frame;
import io.pvefleet.pve.http.SocketHost.Script;
import io.pvefleet.pve.wire.PveRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a WebSocket is asked for, and what goes over it. */
class SocketBytesTest {

  @TempDir static Path folder;
  private static Sockets sockets;

  @BeforeAll
  static void makeKeys() {
    sockets = new Sockets(folder);
  }

  @Test
  void theUpgradeCarriesTheTokenAndTheTicketStrictlyEncoded() throws Exception {
    try (SocketHost host = sockets.upgrading(Exchange::serveUntilClosed); PveHttp http = Sockets.http()) {
      Heard heard = new Heard();
      Sockets.host(http, host).open(Sockets.TARGET, heard).close();
      heard.end();
      String request = host.requests.getFirst();
      assertThat(request).startsWith("GET /api2/json/nodes/pve1/qemu/100/vncwebsocket?port=5900&vncticket="
          + "%25%2B%23%3F%26%2F%3D%5C%3B%3A%20%60%5E%21%3APVEVNC%3A6B02%3A%3Aa%2Bb%2Fc%3D%3D HTTP/1.1\r\n");
      assertThat(request).contains("Authorization: PVEAPIToken=root@pam!fleet=" + Hosts.UUID + "\r\n",
          "Connection: Upgrade\r\n", "Upgrade: websocket\r\n", "Sec-WebSocket-Version: 13\r\n",
          "Sec-WebSocket-Protocol: binary\r\n");
      assertThat(request).doesNotContain("Sec-WebSocket-Extensions").doesNotContain("Cookie");
    }
  }

  @Test
  void theUpgradeTakesTheConnectionOfTheCallBeforeIt() throws Exception {
    Script script = exchange -> {
      if (exchange.isUpgrade()) {
        exchange.upgrade();
        exchange.serveUntilClosed();
      } else {
        exchange.answer("200 OK", "{\"data\":1}");
      }
    };
    try (SocketHost host = sockets.running(script); PveHttp http = Sockets.http()) {
      PveHost client = Sockets.host(http, host);
      client.send(PveRequest.get("/version"));
      try (PveSocket _ = client.open(Sockets.TARGET, new Heard())) {
        assertThat(host.connections).as("two round trips saved").hasSize(1);
        client.send(PveRequest.get("/version"));
        assertThat(host.connections).as("a socket's connection serves no call").hasSize(2);
      }
    }
  }

  @Test
  void bytesArriveAsSentWhateverTheFramesAre() throws Exception {
    byte[] large = Sockets.numbered(300_000);
    try (SocketHost host = sockets.upgrading(exchange -> {
      exchange.send(0x82, Arrays.copyOf(large, 5));
      exchange.send(0x81, new byte[0]); // an empty text frame: pveproxy lets both kinds pass
      exchange.send(0x02, Arrays.copyOfRange(large, 5, 70_000)); // fragmented
      exchange.send(0x89, "there?".getBytes(StandardCharsets.UTF_8)); // between the fragments
      exchange.send(0x80, Arrays.copyOfRange(large, 70_000, 200_000));
      exchange.send(0x82, Arrays.copyOfRange(large, 200_000, large.length));
      exchange.staySilent();
    }); PveHttp http = Sockets.http()) {
      Heard heard = new Heard();
      try (PveSocket _ = Sockets.host(http, host).open(Sockets.TARGET, heard)) {
        assertThat(heard.bytes(large.length)).isEqualTo(large);
      }
    }
  }

  @Test
  void framesAreWholeMaskedAndNeverAbove64KiB() throws Exception {
    BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    try (SocketHost host = sockets.upgrading(exchange -> {
      while (true) {
        frames.add(exchange.receive());
      }
    }); PveHttp http = Sockets.http()) {
      byte[] large = Sockets.numbered(200_000);
      try (PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, new Heard())) {
        assertThat(socket.send(new byte[] {1, 2, 3})).isTrue();
        assertThat(socket.send(large)).isTrue();
        assertThat(socket.send(new byte[125])).isTrue();
        assertThat(socket.send(new byte[126])).isTrue();
        assertThat(socket.send(new byte[65_535])).isTrue();
        List<Integer> sizes = new ArrayList<>();
        ByteBuffer joined = ByteBuffer.allocate(200_003);
        for (int i = 0; i < 8; i++) {
          Frame frame = frames.poll(20, TimeUnit.SECONDS);
          assertThat(frame).isNotNull();
          assertThat(frame.isWhole() && frame.isMasked() && frame.opcode() == 2).isTrue();
          sizes.add(frame.payload().length);
          if (i < 5) {
            joined.put(frame.payload());
          }
        }
        assertThat(sizes).containsExactly(3, 65_536, 65_536, 65_536, 3_392, 125, 126, 65_535);
        assertThat(Arrays.copyOfRange(joined.array(), 3, 200_003)).isEqualTo(large);
      }
    }
  }

  @Test
  void aPingIsAnswered() throws Exception {
    BlockingQueue<Frame> answers = new ArrayBlockingQueue<>(1);
    try (SocketHost host = sockets.upgrading(exchange -> {
      exchange.send(0x89, "there?".getBytes(StandardCharsets.UTF_8));
      answers.add(exchange.receive());
      exchange.staySilent();
    }); PveHttp http = Sockets.http(); PveSocket _ = Sockets.host(http, host).open(Sockets.TARGET, new Heard())) {
      Frame pong = answers.poll(20, TimeUnit.SECONDS);
      assertThat(pong).isNotNull();
      assertThat(pong.opcode()).isEqualTo(0xA);
      assertThat(pong.payload()).asString(StandardCharsets.UTF_8).isEqualTo("there?");
    }
  }

  @Test
  void aListenerThatBlocksStopsTheReading() throws Exception {
    AtomicLong written = new AtomicLong();
    byte[] block = new byte[64 * 1024];
    try (SocketHost host = sockets.upgrading(exchange -> {
      while (true) {
        exchange.send(0x82, block);
        written.addAndGet(block.length);
      }
    }); PveHttp http = Sockets.http()) {
      CountDownLatch goOn = new CountDownLatch(1);
      AtomicLong heard = new AtomicLong();
      CountDownLatch closed = new CountDownLatch(1);
      PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, new PveSocket.Listener() {
        @Override
        public void onBytes(ByteBuffer bytes) {
          heard.addAndGet(bytes.remaining());
          Sockets.await(goOn);
        }

        @Override
        public void onClosed(String reason) {
          closed.countDown();
        }
      });
      long stoppedAt = levelOf(written);
      assertThat(heard.get()).as("one piece is in the listener's hands").isLessThanOrEqualTo(block.length);
      // What the two kernels keep between them: bounded, and seen to be far below this on Linux' defaults.
      assertThat(stoppedAt).isLessThan(32L * 1024 * 1024);
      goOn.countDown();
      Sockets.until(() -> written.get() > stoppedAt + 64L * 1024 * 1024);
      socket.close();
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void moreThanTheLimitIsNotQueuedAndNothingOfItIsSent() throws Exception {
    CountDownLatch readNow = new CountDownLatch(1);
    AtomicLong received = new AtomicLong();
    try (SocketHost host = sockets.upgrading(exchange -> {
      Sockets.await(readNow);
      while (true) {
        received.addAndGet(exchange.receive().payload().length);
      }
    }); PveHttp http = Sockets.http()) {
      PveSocket socket = Sockets.host(http, host).open(Sockets.TARGET, new Heard());
      byte[] block = new byte[256 * 1024];
      long taken = 0;
      while (socket.send(block)) { // the kernels take some megabytes, and then it piles up
        taken += block.length;
        assertThat(socket.queuedBytes()).isLessThanOrEqualTo(1024 * 1024);
        assertThat(taken).as("a host that reads nothing is not fed for ever").isLessThan(256L * 1024 * 1024);
        untilOrAWhile(() -> socket.queuedBytes() <= 768 * 1024);
      }
      assertThat(socket.send(new byte[2 * 1024 * 1024])).as("more than the limit at once").isFalse();
      readNow.countDown();
      long expected = taken;
      Sockets.until(() -> received.get() >= expected);
      assertThat(received.get()).isEqualTo(expected);
      assertThat(socket.send(new byte[1])).as("there is room again").isTrue();
      socket.close();
    }
  }

  @Test
  void twoSocketsOfOneHostAreStrangers() throws Exception {
    try (SocketHost host = sockets.upgrading(exchange -> {
      String query = exchange.head.substring(exchange.head.indexOf("port="), exchange.head.indexOf("&vncticket"));
      exchange.send(query);
      exchange.send("echo:" + new String(exchange.receive().payload(), StandardCharsets.UTF_8));
      exchange.serveUntilClosed();
    }); PveHttp http = Sockets.http()) {
      Heard first = new Heard();
      Heard second = new Heard();
      PveHost client = Sockets.host(http, host);
      PveSocket one = client.open(Sockets.TARGET, first);
      PveSocket two = client.open(new SocketTarget(Sockets.TARGET.path(), 5901, Sockets.TARGET.ticket()), second);
      two.send(new byte[] {'2'});
      one.send(new byte[] {'1'});
      assertThat(first.text(15)).isEqualTo("port=5900echo:1");
      assertThat(second.text(15)).isEqualTo("port=5901echo:2");
      one.close();
      first.end();
      assertThat(second.ends()).isEmpty();
      assertThat(two.send(new byte[] {'x'})).isTrue();
      two.close();
      second.end();
    }
  }

  @Test
  void aFrameOfAnyLengthIsHandedOnInPieces() throws Exception {
    try (SocketHost host = sockets.upgrading(exchange -> {
      exchange.raw(new byte[] {(byte) 0x82, 127, 0x7F, -1, -1, -1, -1, -1, -1, -1}); // it says 2^63 - 1
      exchange.raw(Sockets.numbered(100_000));
      exchange.staySilent();
    }); PveHttp http = Sockets.http()) {
      Heard heard = new Heard();
      try (PveSocket _ = Sockets.host(http, host).open(Sockets.TARGET, heard)) {
        assertThat(heard.bytes(100_000)).isEqualTo(Sockets.numbered(100_000));
      }
    }
  }

  @Test
  void socketsCostNoPlatformThreads() throws Exception {
    try (SocketHost host = sockets.upgrading(exchange -> {
      exchange.send("x");
      exchange.serveUntilClosed();
    }); PveHttp http = Sockets.http()) {
      PveHost client = Sockets.host(http, host);
      List<Heard> all = new ArrayList<>();
      List<PveSocket> sockets = new ArrayList<>();
      sockets.add(client.open(Sockets.TARGET, new Heard())); // whatever the libraries start once is there now
      int before = Thread.getAllStackTraces().size();
      for (int i = 0; i < 50; i++) {
        Heard heard = new Heard();
        all.add(heard);
        PveSocket socket = client.open(Sockets.TARGET, heard);
        sockets.add(socket);
        socket.send(new byte[10]);
      }
      for (Heard heard : all) {
        assertThat(heard.text(1)).isEqualTo("x");
      }
      assertThat(Thread.getAllStackTraces().size() - before).as("threads of the platform").isLessThan(10);
      sockets.forEach(PveSocket::close);
      for (Heard heard : all) {
        heard.end();
      }
    }
  }

  /** The value at which a counter that has begun to count stands still for half a second. */
  private static long levelOf(AtomicLong counter) throws InterruptedException {
    long last = -1;
    long now = counter.get();
    while (now == 0 || now != last) {
      last = now;
      Thread.sleep(500); // "stands still" has no event to wait for
      now = counter.get();
    }
    return now;
  }

  /** Gives the writing thread the time to send, if the host takes anything. */
  private static void untilOrAWhile(BooleanSupplier level) throws InterruptedException {
    for (int i = 0; i < 40 && !level.getAsBoolean(); i++) {
      Thread.sleep(5);
    }
  }
}
