package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.Unauthenticated;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ticket login against a host that gives tickets {@code PVE:root@pam:1+/=}, {@code ...2+/=} and so on. */
class TicketTest {

  private static final PveRequest READ = PveRequest.get("/version");
  private static final PveRequest WRITE = PveRequest.put("/nodes/pve1/qemu/100/config").with("args", "-x");
  private static final Identity.Password ROOT = new Identity.Password("root@pam", Secret.of("pass wörd&1"));

  @TempDir static Path folder;
  private static Path keys;

  private final Virtual virtual = new Virtual();
  private final PveHttp http = Hosts.http(Hosts.SETTINGS, virtual);
  private final AtomicInteger given = new AtomicInteger();
  /** The only ticket that counts, where not 0. */
  private final AtomicInteger valid = new AtomicInteger();

  @BeforeAll
  static void makeKeys() {
    keys = new Certificates(folder).selfSigned("pve1", "dns:localhost");
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void theTicketIsACookieAndWritesCarryTheCsrfToken() throws IOException {
    try (RawHost raw = new RawHost(keys, this::serve)) {
      host(raw).send(READ);
      host(raw).send(WRITE);
      assertThat(raw.requests).hasSize(3);
      assertThat(raw.requests.get(0)).startsWith("POST /api2/json/access/ticket HTTP/1.1")
          .doesNotContain("Authorization", "Cookie")
          .endsWith("\r\n\r\nusername=root%40pam&password=pass%20w%C3%B6rd%261");
      assertThat(raw.requests.get(1)).contains("Cookie: PVEAuthCookie=PVE%3Aroot%40pam%3A1%2B%2F%3D\r\n")
          .doesNotContain("CSRFPreventionToken", "Authorization");
      assertThat(raw.requests.get(2)).contains("CSRFPreventionToken: 1:csrf\r\n");
    }
  }

  @Test
  void headerAndBodyLeaveInOneTlsRecord() throws IOException {
    try (RawHost raw = new RawHost(keys, this::serve)) {
      host(raw).send(WRITE.with("description", "x".repeat(4000)));
      assertThat(raw.records).as("login and write").hasSize(2);
    }
  }

  @Test
  void aTicketIsRenewedWithItselfBeforeItsTwoHoursEnd() throws IOException {
    try (RawHost raw = new RawHost(keys, this::serve)) {
      host(raw).send(READ);
      virtual.advance(Duration.ofMinutes(89));
      host(raw).send(READ);
      assertThat(logins(raw)).hasSize(1);
      virtual.advance(Duration.ofMinutes(2));
      host(raw).send(READ);
      assertThat(logins(raw)).hasSize(2);
      assertThat(logins(raw).getLast()).endsWith("&password=PVE%3Aroot%40pam%3A1%2B%2F%3D");
      assertThat(raw.requests.getLast()).contains("PVE%3Aroot%40pam%3A2%2B%2F%3D");
    }
  }

  @Test
  void whereTheTicketIsNoPasswordAnyMoreThePasswordIs() throws IOException {
    try (RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
      if (request.contains("password=PVE")) {
        RawHost.write(out, "401 authentication failure", "{\"data\":null,\"message\":\"authentication failure\\n\"}");
      } else {
        serve(number, request, out, closed);
      }
    })) {
      host(raw).send(READ);
      virtual.advance(Duration.ofMinutes(100));
      host(raw).send(READ);
      assertThat(logins(raw)).hasSize(3);
      assertThat(logins(raw).getLast()).contains("password=pass%20");
    }
  }

  @Test
  void anOldTicketIsNotOfferedAsPassword() throws IOException {
    try (RawHost raw = new RawHost(keys, this::serve)) {
      host(raw).send(READ);
      virtual.advance(Duration.ofHours(3));
      host(raw).send(READ);
      assertThat(logins(raw)).hasSize(2).allSatisfy(l -> assertThat(l).contains("password=pass%20"));
    }
  }

  @Test
  void a401LogsInAgainOnceAndThenSendsTheWriteOnce() throws IOException {
    try (RawHost raw = new RawHost(keys, this::serve)) {
      host(raw).send(READ);
      valid.set(2); // the host has forgotten its first ticket
      host(raw).send(WRITE);
      assertThat(logins(raw)).hasSize(2);
      assertThat(raw.requests.getLast()).contains("2%2B%2F%3D");
      valid.set(99);
      assertThatThrownBy(() -> host(raw).send(WRITE)).isInstanceOf(Unauthenticated.class);
      assertThat(logins(raw)).hasSize(3);
    }
  }

  @Test
  void callsSideBySideLogInOnce() throws Exception {
    try (RawHost raw = new RawHost(keys, this::serve)) {
      List<Thread> threads = IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> host(raw).send(READ))).toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(logins(raw)).hasSize(1);
      assertThat(raw.requests).hasSize(9);
    }
  }

  @Test
  void aWrongPasswordIsNotTriedAgainAtOnce() throws IOException {
    try (RawHost raw = new RawHost(keys, (number, request, out, closed) ->
        RawHost.write(out, "401 authentication failure", "{\"data\":null,\"message\":\"authentication failure\\n\"}"))) {
      assertThatThrownBy(() -> host(raw).send(READ)).isInstanceOf(Unauthenticated.class)
          .hasMessage("login of root@pam refused: authentication failure");
      assertThatThrownBy(() -> host(raw).send(READ)).isInstanceOf(Unauthenticated.class)
          .hasMessageContaining("not tried again before");
      assertThat(raw.requests).hasSize(1);
      virtual.advance(Duration.ofMinutes(1));
      assertThatThrownBy(() -> host(raw).send(READ)).isInstanceOf(Unauthenticated.class);
      assertThat(raw.requests).hasSize(2);
    }
  }

  @Test
  void aSecondFactorIsRefusedWithTheWayOut() throws IOException {
    try (RawHost raw = new RawHost(keys, RawHost.ok(
        "{\"ticket\":\"PVE:!tfa!{\\\"totp\\\"%3Atrue}:6B026CC8::x\",\"CSRFPreventionToken\":\"a:b\",\"NeedTFA\":1}"))) {
      assertThatThrownBy(() -> host(raw).send(READ)).isInstanceOf(Unauthenticated.class)
          .hasMessage("root@pam needs a second factor, which a program cannot give; use an API token");
      assertThat(raw.requests).hasSize(1);
    }
  }

  @Test
  void anUnansweredLoginLeavesNothingBehindAnUnansweredWriteDoes() throws IOException {
    try (RawHost raw = new RawHost(keys, RawHost.EOF)) {
      assertThatThrownBy(() -> host(raw).send(WRITE)).isInstanceOf(Unreachable.class).hasMessageContaining("login: ");
    }
    try (RawHost raw = new RawHost(keys, (number, request, out, closed) -> {
      if (request.startsWith("PUT")) {
        out.close();
      } else {
        serve(number, request, out, closed);
      }
    })) {
      assertThatThrownBy(() -> host(raw).send(WRITE)).isInstanceOf(Indeterminate.class);
      assertThat(raw.requests).hasSize(2);
    }
  }

  private void serve(int number, String request, OutputStream out, CountDownLatch closed) throws IOException {
    if (request.contains("/access/ticket")) {
      int n = given.incrementAndGet();
      RawHost.write(out, "200 OK",
          "{\"data\":{\"ticket\":\"PVE:root@pam:" + n + "+/=\",\"CSRFPreventionToken\":\"" + n + ":csrf\"}}");
    } else if (valid.get() != 0 && !request.contains("%3A" + valid.get() + "%2B")) {
      RawHost.write(out, "401 Permission denied - invalid PVE ticket", "");
    } else {
      RawHost.write(out, "200 OK", "{\"data\":1}");
    }
  }

  private static List<String> logins(RawHost raw) {
    return raw.requests.stream().filter(r -> r.contains("/access/ticket")).toList();
  }

  private PveHost host(RawHost raw) {
    return http.host(Hosts.endpoint(raw.uri(), keys, ROOT));
  }
}
