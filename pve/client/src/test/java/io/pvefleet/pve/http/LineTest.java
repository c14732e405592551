package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a server of bytes: every way in which a line fails. */
class LineTest {

  private static final PveRequest READ = PveRequest.get("/version");
  private static final PveRequest WRITE = PveRequest.put("/nodes/pve1/qemu/100/config").with("cores", "2");

  @TempDir static Path folder;
  private static Path keys;

  private final Virtual virtual = new Virtual();
  private final PveHttp http = Hosts.http(Hosts.SETTINGS, virtual);

  @BeforeAll
  static void makeKeys() {
    keys = new Certificates(folder).selfSigned("pve1", "dns:localhost");
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aWriteThatIsNotAnsweredIsIndeterminateAndSentOnce() throws IOException {
    try (RawHost raw = new RawHost(keys, RawHost.EOF)) {
      assertThatThrownBy(() -> host(raw).send(WRITE)).isInstanceOf(Indeterminate.class)
          .hasMessageContaining("nobody knows whether the host carried this out");
      assertThat(raw.requests).hasSize(1);
    }
  }

  @Test
  void aReadThatIsNotAnsweredIsRepeated() throws IOException {
    try (RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
      if (number < 3) {
        out.close();
      } else {
        RawHost.write(out, "200 OK", "{\"data\":7}");
      }
    })) {
      assertThat(host(raw).send(READ).data().asInt()).isEqualTo(7);
      assertThat(raw.requests).hasSize(3);
    }
  }

  @Test
  void aTruncatedBodyIsNoAnswer() throws IOException {
    try (RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":".getBytes(StandardCharsets.UTF_8));
      out.close();
    })) {
      assertThatThrownBy(() -> host(raw).send(READ)).isInstanceOf(Unreachable.class);
      assertThat(raw.requests).hasSize(3);
      assertThatThrownBy(() -> http.host(Hosts.endpoint(raw.uri(), keys, other())).send(WRITE)).isInstanceOf(Indeterminate.class);
      assertThat(raw.requests).hasSize(4);
    }
  }

  @Test
  void silenceAfterTheRequestEndsWithTheReadTimeout() throws IOException {
    PveHttpSettings quick = Hosts.SETTINGS.withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(400), Duration.ofSeconds(20));
    try (PveHttp impatient = Hosts.http(quick, virtual); RawHost raw = new RawHost(keys, RawHost.SILENCE)) {
      PveHost host = impatient.host(Hosts.endpoint(raw.uri(), keys));
      assertThatThrownBy(() -> host.send(WRITE)).isInstanceOf(Indeterminate.class).hasMessageContaining("no answer in time");
      assertThatThrownBy(() -> host.send(READ))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NO_ANSWER));
      assertThat(raw.requests).hasSize(3); // one write; a slow read is repeated once
    }
  }

  @Test
  void anAnswerThatDripsEndsWithTheCallTimeout() throws IOException {
    PveHttpSettings quick = Hosts.SETTINGS.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(900));
    try (PveHttp impatient = Hosts.http(quick.withAttempts(1, Duration.ZERO), virtual);
        RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
          for (char c : "HTTP/1.1 200 OK\r\nX: ".concat("y".repeat(1000)).toCharArray()) {
            out.write(c);
            out.flush();
            if (closed.await(20, TimeUnit.MILLISECONDS)) {
              return;
            }
          }
        })) {
      assertThatThrownBy(() -> impatient.host(Hosts.endpoint(raw.uri(), keys)).send(READ)).isInstanceOf(Unreachable.class)
          .hasMessageContaining("no answer in time");
    }
  }

  @Test
  void anErrorWithoutLengthEndsWithItsConnection() throws IOException {
    try (RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
      out.write("HTTP/1.1 401 No ticket\r\nConnection: close\r\nServer: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      out.close();
    })) {
      assertThatThrownBy(() -> host(raw).send(READ)).hasMessage("No ticket");
    }
  }

  @Test
  void twoConnectionHeadersKeepTheConnection() throws IOException {
    try (RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
      out.write("HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: Keep-Alive\r\nContent-Length: 11\r\n\r\n{\"data\":42}"
          .getBytes(StandardCharsets.UTF_8));
      out.flush();
    })) {
      host(raw).send(READ);
      host(raw).send(READ);
      assertThat(raw.connections).hasSize(1);
    }
  }

  @Test
  void headerAndBodyLeaveInOneTlsRecord() throws IOException {
    try (RawHost raw = new RawHost(keys, RawHost.ok("null"))) {
      host(raw).send(WRITE.with("description", "x".repeat(5000)));
      assertThat(raw.requests).singleElement().satisfies(r -> assertThat(r).contains("\r\n\r\ncores=2&description=xxx"));
      assertThat(raw.records).hasSize(1);
    }
  }

  @Test
  void nobodyListeningIsUnreachableAndWasNotSent() {
    PveHost host = http.host(Hosts.endpoint(URI.create("https://127.0.0.1:1"), keys));
    assertThatThrownBy(() -> host.send(WRITE))
        .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.CONNECT))
        .hasMessage("127.0.0.1:1: cannot connect (Connection refused)");
    assertThat(virtual.slept).as("safe to repeat, since nothing was sent").hasSize(2);
    assertThat(host.silentSince()).isPresent();
  }

  @Test
  void anUnknownNameIsUnreachable() {
    PveHost host = http.host(Hosts.endpoint(URI.create("https://no-such-host.invalid:8006"), keys));
    assertThatThrownBy(() -> host.send(READ)).isInstanceOf(Unreachable.class).hasMessageContaining("the name has no address");
  }

  @Test
  void aHostThatAcceptsAndThenSaysNothingCostsOneConnectTimeout() throws IOException {
    PveHttpSettings quick = Hosts.SETTINGS.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofSeconds(60));
    try (PveHttp impatient = Hosts.http(quick, virtual);
        ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      PveHost host = impatient.host(Hosts.endpoint(URI.create("https://127.0.0.1:" + mute.getLocalPort()), keys));
      long start = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> host.send(READ)).isInstanceOf(Unreachable.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(host.silentSince()).isPresent();
    }
  }

  @Test
  void callsSideBySideToSuchAHostCostOneConnectTimeoutTogether() throws Exception {
    PveHttpSettings quick = Hosts.SETTINGS.withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));
    try (PveHttp impatient = Hosts.http(quick, virtual);
        ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      PveHost host = impatient.host(Hosts.endpoint(URI.create("https://127.0.0.1:" + mute.getLocalPort()), keys));
      List<Thread> threads = new ArrayList<>();
      AtomicInteger unreachable = new AtomicInteger();
      long start = System.nanoTime();
      for (int i = 0; i < 30; i++) {
        PveRequest request = i % 3 == 0 ? WRITE : READ;
        threads.add(Thread.ofVirtual().start(() -> {
          try {
            host.send(request);
          } catch (Unreachable e) {
            unreachable.incrementAndGet();
          }
        }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).as("one after the other they took 15 s").isLessThan(Duration.ofSeconds(5));
      assertThat(unreachable.get()).isEqualTo(30);
    }
  }

  @Test
  void plainHttpInsteadOfTlsIsUnreachable() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        try (var socket = plain.accept()) {
          socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().flush();
          socket.getInputStream().read(new byte[1000]);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      PveHost host = http.host(Hosts.endpoint(URI.create("https://127.0.0.1:" + plain.getLocalPort()), keys));
      assertThatThrownBy(() -> host.send(READ))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.TLS));
    }
  }

  private PveHost host(RawHost raw) {
    return http.host(Hosts.endpoint(raw.uri(), keys));
  }

  private static Identity other() {
    return Identity.Token.parse("root@pam!other=" + Hosts.UUID);
  }
}
