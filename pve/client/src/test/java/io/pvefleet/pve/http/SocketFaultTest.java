package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Forbidden;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.fault.PveException.Unauthenticated;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.RequestListener.Attempt;
import io.pvefleet.pve.http.RequestListener.Outcome;
import io.pvefleet.pve.http.SocketHost.Script;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a WebSocket does not come about. */
class SocketFaultTest {

  private static final String TICKET = "5ec2e7%+#:PVEVNC:6B02::a+b/c==";
  private static final SocketTarget TARGET =
      new SocketTarget("/nodes/pve1/qemu/100/vncwebsocket", 5900, Secret.of(TICKET));
  private static final SocketLimits IMPATIENT = new SocketLimits(Duration.ofMillis(700), Duration.ofSeconds(20), 1024, 1024,
      Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(1));
  private static final PveRequest READ = PveRequest.get("/version");

  @TempDir static Path folder;
  private static Path keys;

  @BeforeAll
  static void makeKeys() {
    keys = SocketHost.keys(folder, "pve1");
  }

  @Test
  void aChangedCertificateIsNamedAndNothingIsSent() throws IOException {
    try (SocketHost host = new SocketHost(keys, exchange -> exchange.upgrade()); PveHttp http = http(SocketLimits.DEFAULT)) {
      TlsTrust other = new TlsTrust.Pinned("AB:".repeat(31) + "AB");
      PveHost client = http.host(new PveEndpoint("seoul-001", host.uri(), other, Hosts.TOKEN));
      Heard heard = new Heard();
      assertThatThrownBy(() -> client.open(TARGET, heard))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.PIN))
          .hasMessageContaining("presented " + Certificates.fingerprint(keys));
      assertThat(host.requests).isEmpty();
      assertThat(heard.ends()).as("a socket that never opened does not close").isEmpty();
    }
  }

  @Test
  void aLate401IsUnauthenticatedAndNotRepeated() throws IOException {
    try (SocketHost host = new SocketHost(keys, exchange -> {
      Thread.sleep(500); // a real host takes three seconds
      exchange.answer("401 permission denied - invalid PVEVNC ticket",
          "{\"data\":null,\"message\":\"permission denied - invalid PVEVNC ticket\\n\"}");
    }); PveHttp http = http(SocketLimits.DEFAULT)) {
      assertThatThrownBy(() -> host(http, host).open(TARGET, new Heard()))
          .isInstanceOf(Unauthenticated.class).hasMessage("permission denied - invalid PVEVNC ticket");
      assertThat(host.requests).hasSize(1);
    }
  }

  @Test
  void otherRefusalsAreWhatTheyAreOfCalls() {
    assertThat(refusal("403 Permission check failed (/vms/100, VM.Console)", "{\"data\":null}")).isInstanceOf(Forbidden.class);
    assertThat(refusal("400 Parameter verification failed.",
        "{\"message\":\"Parameter verification failed.\\n\",\"errors\":{\"port\":\"type check\"},\"data\":null}"))
        .isInstanceOfSatisfying(Rejected.class, r -> assertThat(r.fields()).containsKey("port"));
    assertThat(refusal("500 unsupported websocket-version '8'", "unsupported websocket-version '8'"))
        .isInstanceOf(Rejected.class);
    assertThat(refusal("401 No ticket", "")).isInstanceOf(Unauthenticated.class).hasMessage("No ticket");
  }

  @Test
  void anAnswerWithoutAnUpgradeComesFromSomethingElse() {
    // What a real host says where the upgrade's headers got lost.
    assertThat(refusal("200 OK", "{\"data\":{\"port\":\"5901\"}}"))
        .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_PROXMOX))
        .hasMessageContaining("answered 200 to a WebSocket upgrade");
    assertThat(refusal("302 Found", "")).isInstanceOf(Unreachable.class);
  }

  @Test
  void anUpgradeThatAnswersNothingWeAskedIsRefused() throws IOException {
    List<Script> wrong = List.of(
        exchange -> exchange.upgrade("c29tZXRoaW5nIGVsc2U=", ""),
        exchange -> exchange.upgrade(SocketHost.accept(exchange.header("Sec-WebSocket-Key")),
            "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
    for (Script script : wrong) {
      try (SocketHost host = new SocketHost(keys, script); PveHttp http = http(SocketLimits.DEFAULT)) {
        assertThatThrownBy(() -> host(http, host).open(TARGET, new Heard()))
            .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_PROXMOX));
      }
    }
  }

  @Test
  void anUpgradeThatHangsIsGivenUpAndTheCircuitStaysClosed() throws IOException {
    List<Attempt> attempts = new CopyOnWriteArrayList<>();
    try (SocketHost host = new SocketHost(keys, exchange -> {
      if (exchange.isUpgrade()) {
        exchange.staySilent();
      } else {
        exchange.answer("200 OK", "{\"data\":1}");
      }
    }); PveHttp http = new PveHttp(Hosts.SETTINGS.withCircuit(1, Duration.ofMinutes(1), Duration.ofMinutes(1)), IMPATIENT,
        reference -> "", attempts::add, Surroundings.real())) {
      PveHost client = host(http, host);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> client.open(TARGET, new Heard()))
            .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NO_ANSWER))
            .hasMessageContaining("the console's port is used up or gone");
      }
      assertThat(client.silentSince()).isEmpty();
      assertThat(client.send(READ).data().asInt()).isEqualTo(1);
      assertThat(attempts).filteredOn(a -> a.pathTemplate().endsWith("/vncwebsocket")).hasSize(3)
          .allMatch(a -> a.outcome() == Outcome.NO_ANSWER && a.pathTemplate().equals("/nodes/{node}/qemu/{vmid}/vncwebsocket"));
    }
  }

  @Test
  void anOpenCircuitRefusesAtOnce() throws IOException {
    try (SocketHost host = new SocketHost(keys, exchange -> exchange.upgrade());
        PveHttp http = new PveHttp(Hosts.SETTINGS.withAttempts(1, Duration.ZERO).withCircuit(1, Duration.ofMinutes(1),
            Duration.ofMinutes(1)), IMPATIENT, reference -> "", RequestListener.NONE, Surroundings.real())) {
      PveEndpoint nobody = new PveEndpoint("seoul-001", freePort(), new TlsTrust.SystemTrust(), Hosts.TOKEN);
      PveHost client = http.host(nobody);
      assertThatThrownBy(() -> client.open(TARGET, new Heard()))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.CONNECT));
      assertThat(client.silentSince()).as("a connection refused says something about the host").isPresent();
      assertThatThrownBy(() -> client.open(TARGET, new Heard()))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.CIRCUIT_OPEN));
      assertThatThrownBy(() -> client.as(new Identity.Password("root@pam", Secret.of("x"))).open(TARGET, new Heard()))
          .as("another identity is another face of the same host")
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.CIRCUIT_OPEN));
    }
  }

  @Test
  void aPooledConnectionThatDiedIsReplacedOnce() throws Exception {
    try (SocketHost host = new SocketHost(keys, exchange -> {
      if (exchange.isUpgrade()) {
        exchange.upgrade();
        exchange.serveUntilClosed();
      } else {
        exchange.answer("200 OK", "{\"data\":1}");
        throw new IOException("the host closes the idle connection");
      }
    }); PveHttp http = http(SocketLimits.DEFAULT)) {
      PveHost client = host(http, host);
      for (int i = 0; i < 10; i++) {
        client.send(READ);
        Heard heard = new Heard();
        client.open(TARGET, heard).close();
        heard.end();
      }
    }
  }

  @Test
  void interruptingGivesUpAndBlamesNobody() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (SocketHost host = new SocketHost(keys, exchange -> {
      asked.countDown();
      exchange.staySilent();
    }); PveHttp http = http(SocketLimits.DEFAULT)) {
      PveHost client = host(http, host);
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      Thread opener = Thread.ofVirtual().start(() -> {
        try {
          client.open(TARGET, new Heard());
        } catch (PveException e) {
          thrown.add(e);
        }
      });
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      opener.interrupt();
      assertThat(opener.join(Duration.ofSeconds(5))).as("long before the ten seconds are over").isTrue();
      assertThat(thrown).singleElement().isInstanceOfSatisfying(Unreachable.class,
          u -> assertThat(u.reason()).isEqualTo(Reason.NOT_SENT));
      assertThat(client.silentSince()).isEmpty();
    }
  }

  @Test
  void aCookieGoesWithTheUpgradeWhereTheIdentityIsALogin() throws Exception {
    try (SocketHost host = new SocketHost(keys, exchange -> {
      if (exchange.isUpgrade()) {
        exchange.upgrade();
        exchange.serveUntilClosed();
      } else {
        exchange.answer("200 OK", "{\"data\":{\"ticket\":\"PVE:root@pam:6B::x+y/z==\",\"CSRFPreventionToken\":\"6B:c\"}}");
      }
    }); PveHttp http = http(SocketLimits.DEFAULT)) {
      Heard heard = new Heard();
      host(http, host).as(new Identity.Password("root@pam", Secret.of("pw"))).open(TARGET, heard).close();
      heard.end();
      assertThat(host.requests).hasSize(2);
      assertThat(host.requests.getLast()).contains("Cookie: PVEAuthCookie=PVE%3Aroot%40pam%3A6B%3A%3Ax%2By%2Fz%3D%3D\r\n")
          .doesNotContain("Authorization", "CSRFPreventionToken");
    }
  }

  @Test
  void aLoginWithoutAnAnswerIsNoConsoleThatHangs() throws IOException {
    try (SocketHost host = new SocketHost(keys, exchange -> {
      throw new IOException("the host ends the connection without a word");
    }); PveHttp http = http(IMPATIENT)) {
      PveHost client = host(http, host).as(new Identity.Password("root@pam", Secret.of("pw")));
      assertThatThrownBy(() -> client.open(TARGET, new Heard()))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NO_ANSWER))
          .hasMessageContaining("login:");
    }
  }

  @Test
  void noSecretIsInAnythingThatIsSaid() throws IOException {
    List<Script> misdeeds = List.of(
        exchange -> exchange.answer("401 bad " + decoded(exchange.head), ""),
        exchange -> exchange.answer("403 bad " + exchange.head.replaceAll("\\s+", " "), "{\"data\":null}"),
        exchange -> exchange.answer("400 no", "{\"data\":null,\"errors\":{\"vncticket\":\"" + decoded(exchange.head) + "\"}}"),
        exchange -> exchange.answer("200 OK", decoded(exchange.head)),
        exchange -> exchange.raw(("garbage " + decoded(exchange.head) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)),
        SocketHost.Exchange::staySilent);
    List<String> shown = new ArrayList<>(List.of(TARGET.toString()));
    for (Script misdeed : misdeeds) {
      try (SocketHost host = new SocketHost(keys, misdeed); PveHttp http = http(IMPATIENT)) {
        PveException fault = catchThrowableOfType(PveException.class, () -> host(http, host).open(TARGET, new Heard()));
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        shown.add(trace.toString());
        if (fault instanceof Rejected rejected) {
          shown.add(rejected.fields().toString());
        }
      }
    }
    assertThat(shown).hasSizeGreaterThan(6);
    for (String secret : List.of(TICKET, FormEncoding.encode(TICKET), Hosts.UUID)) {
      assertThat(shown).noneMatch(text -> text.contains(secret));
    }
  }

  private static PveException refusal(String statusLine, String body) {
    try (SocketHost host = new SocketHost(keys, exchange -> exchange.answer(statusLine, body));
        PveHttp http = http(SocketLimits.DEFAULT)) {
      PveHost client = host(http, host);
      PveException fault = catchThrowableOfType(PveException.class, () -> client.open(TARGET, new Heard()));
      assertThat(client.silentSince()).isEmpty();
      return fault;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String decoded(String head) {
    return URLDecoder.decode(head.replaceAll("\\s+", " ").replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static URI freePort() throws IOException {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return URI.create("https://127.0.0.1:" + socket.getLocalPort());
    }
  }

  private static PveHttp http(SocketLimits limits) {
    return new PveHttp(Hosts.SETTINGS, limits, reference -> "", RequestListener.NONE, Surroundings.real());
  }

  private static PveHost host(PveHttp http, SocketHost host) {
    return http.host(host.endpoint(Hosts.TOKEN));
  }
}
