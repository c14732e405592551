package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever a host does with them, no secret comes out again: not in a log of any level, an exception or a text of ours. */
class SecretsTest {

  private static final String UUID = "5ec2e700-0000-4000-8000-000000000001";
  private static final String PASSWORD = "pass wörd+5ec2e7/=";
  private static final String TICKET = "PVE:root@pam:5EC2E7::a+b/c==";
  private static final String CSRF = "5EC2E7:csrf+token";
  private static final String GUEST_PASSWORD = "guest 5ec2e7;=&";
  private static final List<String> SECRETS = List.of(UUID, PASSWORD, TICKET, CSRF, GUEST_PASSWORD);

  private static final PveRequest WRITE =
      PveRequest.put("/nodes/pve1/qemu/100/config").with("ciuser", "ops").with("cipassword", new Value.Secret("env:P"));

  @TempDir static Path folder;
  private static Path keys;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<String> shown = new ArrayList<>();

  @BeforeAll
  static void makeKeys() {
    keys = new Certificates(folder).selfSigned("pve1", "dns:localhost");
  }

  @BeforeEach
  void listen() {
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(logged);
    root.setLevel(Level.WARN);
  }

  @Test
  void noSecretComesOutAgain() throws IOException {
    List<RawHost.Script> misdeeds = List.of(
        RawHost.EOF,
        (number, request, out, closed) -> RawHost.write(out, "500 got " + decoded(request), ""),
        (number, request, out, closed) -> RawHost.write(out, "400 Parameter verification failed.", "{\"data\":null,"
            + "\"errors\":{\"cipassword\":\"bad: " + decoded(request) + "\"},\"message\":\"" + line(request) + "\"}"),
        (number, request, out, closed) -> RawHost.write(out, "401 no " + decoded(request), ""),
        (number, request, out, closed) -> RawHost.write(out, "403 no " + line(request), ""),
        (number, request, out, closed) -> RawHost.write(out, "200 OK", "<html>" + decoded(request)),
        (number, request, out, closed) ->
            out.write(("garbage " + decoded(request) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)),
        RawHost.SILENCE);
    Identity token = Identity.Token.parse("root@pam!fleet=" + UUID);
    for (Identity identity : List.of(token, new Identity.Password("root@pam", Secret.of(PASSWORD)))) {
      for (RawHost.Script misdeed : misdeeds) {
        provoke(identity, (number, request, out, closed) -> {
          if (request.contains("/access/ticket")) {
            RawHost.write(out, "200 OK", "{\"data\":{\"ticket\":\"" + TICKET + "\",\"CSRFPreventionToken\":\"" + CSRF + "\"}}");
          } else {
            misdeed.answer(number, request, out, closed);
          }
        });
        provoke(identity, misdeed);
      }
    }
    show(WRITE, new Grant.Token(Identity.Token.parse("root@pam!fleet=" + UUID)), Secret.of(PASSWORD),
        new Grant.Ticket(Secret.of(TICKET), Secret.of(CSRF)), new Identity.Password("root@pam", Secret.of(PASSWORD)),
        Prepared.of(WRITE, r -> GUEST_PASSWORD, 1000));

    logged.list.forEach(e -> shown.add(e.getFormattedMessage() + e.getKeyValuePairs()
        + (e.getThrowableProxy() == null ? "" : e.getThrowableProxy().getMessage())));
    assertThat(logged.list).as("something was logged, so that there is something to look through").isNotEmpty();
    assertThat(shown).hasSizeGreaterThan(32);
    for (String secret : SECRETS) {
      assertThat(shown).noneMatch(text -> text.contains(secret) || text.contains(FormEncoding.encode(secret)));
    }
  }

  @Test
  void aRequestIsLoggedOnceWithItsHostAndWithoutItsBody() throws IOException {
    try (PveHttp http = new PveHttp(Hosts.SETTINGS, r -> GUEST_PASSWORD); RawHost raw = new RawHost(keys, RawHost.ok("null"))) {
      http.host(Hosts.endpoint(raw.uri(), keys)).send(WRITE);
    }
    List<ILoggingEvent> ours = logged.list.stream().filter(e -> e.getLoggerName().startsWith("io.pvefleet")).toList();
    assertThat(ours).singleElement().satisfies(e -> {
      assertThat(e.getLevel()).isEqualTo(Level.DEBUG);
      assertThat(e.getMessage()).isEqualTo("request");
      assertThat(e.getKeyValuePairs().toString())
          .contains("seoul-001", "/nodes/pve1/qemu/100/config", "PUT", "200").doesNotContain("ops");
    });
  }

  private void provoke(Identity identity, RawHost.Script script) throws IOException {
    PveHttpSettings quick = Hosts.SETTINGS.withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(20));
    try (PveHttp http = new PveHttp(quick.withAttempts(1, Duration.ZERO), r -> GUEST_PASSWORD);
        RawHost raw = new RawHost(keys, script)) {
      PveHost host = http.host(Hosts.endpoint(raw.uri(), keys, identity));
      for (PveRequest request : List.of(WRITE, PveRequest.get("/version").with("password", new Value.Secret("env:P")))) {
        try {
          show(host.send(request));
        } catch (PveException fault) {
          StringWriter trace = new StringWriter();
          fault.printStackTrace(new PrintWriter(trace));
          shown.add(trace.toString());
          if (fault instanceof PveException.Rejected rejected) {
            show(rejected.fields());
          }
        }
        show(host, host.endpoint());
      }
    }
  }

  /** All that was sent, on one line, as it is. */
  private static String line(String request) {
    return request.replaceAll("\\s+", " ");
  }

  /** All that was sent, on one line, percent-decoded. */
  private static String decoded(String request) {
    return URLDecoder.decode(line(request).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private void show(Object... things) {
    for (Object thing : things) {
      shown.add(thing.toString());
    }
  }
}
