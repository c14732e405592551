package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.pvefleet.fleet.model.Notifications.Login;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Tls;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.process.secret.Secrets;
import jakarta.mail.Flags;
import jakarta.mail.internet.MimeMessage;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mail against a real SMTP server. */
class MailCarrierTest {
  private static final ServerSetup PLAIN = ServerSetupTest.SMTP.dynamicPort();
  private static final ServerSetup PROTECTED = ServerSetupTest.SMTPS.dynamicPort();
  private static final GreenMail SERVER = new GreenMail(new ServerSetup[] {PLAIN, PROTECTED});
  private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", "sesame", "WRONG", "open");
  private static final Secrets SECRETS = new Secrets(ENVIRONMENT::get, _ -> {});

  @BeforeAll
  static void start() {
    SERVER.setUser("ops@example.org", "ops@example.org", "sesame");
    SERVER.setUser("night@example.org", "night@example.org", "sesame");
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
  }

  @AfterEach
  void empty() throws Exception {
    SERVER.purgeEmailFromAllMailboxes();
  }

  @Test
  void aMailArrivesAsPlainTextInUtf8WithItsHeaders() throws Exception {
    assertThat(carry(plain(Optional.empty(), "ops@example.org", "night@example.org"), Sample.letter(Sample.offline(8))))
        .isEqualTo(new Outcome.Delivered(""));

    assertThat(SERVER.getReceivedMessages()).hasSize(2);
    MimeMessage mail = SERVER.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[hanbit] 심각 호스트가 오프라인입니다: seoul-001, 서울 1호점");
    assertThat(mail.getHeader("Subject")[0]).startsWith("=?UTF-8?");
    assertThat(mail.getContentType()).containsIgnoringCase("text/plain").containsIgnoringCase("utf-8");
    assertThat((String) mail.getContent()).contains("심각  호스트가 오프라인입니다: seoul-001, 서울 1호점", "100.64.0.10:8006: 연결 시간 초과",
        "https://pvefleet.example.org/hosts/seoul-001");
    assertThat(mail.getMessageID()).isEqualTo("<hanbit-ops-1@example.org>");
    assertThat(mail.getHeader("References")).containsExactly("<alert-8.hanbit@example.org>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("List-ID")).containsExactly("pvefleet hanbit <hanbit.pvefleet.example.org>");
    assertThat(mail.getFrom()[0]).hasToString("pvefleet hanbit <pvefleet@example.org>");
    assertThat(mail.isSet(Flags.Flag.SEEN)).isFalse();
  }

  @Test
  void whoLogsInDoesSoWithThePasswordOfNow() {
    assertThat(carry(plain(Optional.of(login("env:PASSWORD")), "ops@example.org"), Sample.letter(Sample.offline(8))))
        .isEqualTo(new Outcome.Delivered(""));
    assertThat(carry(plain(Optional.of(login("env:MISSING")), "ops@example.org"), Sample.letter(Sample.offline(8))))
        .isEqualTo(new Outcome.Failed("The environment variable MISSING is not set."));
    assertThat(SERVER.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aWrongPasswordIsTriedAgainSinceItMayBePutRight() {
    assertThat(carry(plain(Optional.of(login("env:WRONG")), "ops@example.org"), Sample.letter(Sample.offline(8))))
        .isEqualTo(new Outcome.Failed("127.0.0.1 does not accept the user and password."));
  }

  @Test
  void aProtectedConnectionIsUsedWhereTheCertificateIsTrusted() throws Exception {
    Receiver.Email mail = new Receiver.Email("localhost", port(PROTECTED), Tls.TLS, Optional.of(login("env:PASSWORD")),
        "pvefleet@example.org", List.of("ops@example.org"));

    assertThat(new MailCarrier(mail, SECRETS, Optional.of(everybody().getSocketFactory()))
        .carry(Sample.letter(Sample.offline(8)), "1", Sample.english())).isEqualTo(new Outcome.Delivered(""));
    assertThat(SERVER.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aCertificateThatTheSystemDoesNotTrustKeepsThePasswordHere() {
    Receiver.Email mail = new Receiver.Email("localhost", port(PROTECTED), Tls.TLS, Optional.of(login("env:PASSWORD")),
        "pvefleet@example.org", List.of("ops@example.org"));

    assertThat(carry(mail, Sample.letter(Sample.offline(8)))).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.fault()).contains("certification path"));
    assertThat(SERVER.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerWithoutStarttlsIsGivenNothing() {
    Receiver.Email mail = new Receiver.Email("127.0.0.1", port(PLAIN), Tls.STARTTLS, Optional.of(login("env:PASSWORD")),
        "pvefleet@example.org", List.of("ops@example.org"));

    assertThat(carry(mail, Sample.letter(Sample.offline(8)))).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.fault()).contains("STARTTLS"));
    assertThat(SERVER.getReceivedMessages()).isEmpty();
  }

  @Test
  void aRecipientThatIsRefusedDoesNotTakeTheMailFromTheOthers() throws Exception {
    try (SmtpScript server = new SmtpScript(Map.of("ops@example.org", "250 OK", "gone@example.org", "550 5.1.1 no such user"))) {
      assertThat(carry(at(server.port(), "ops@example.org", "gone@example.org"), Sample.letter(Sample.offline(8))))
          .isEqualTo(new Outcome.Delivered("127.0.0.1 refuses gone@example.org; the others have it."));
      assertThat(carry(at(server.port(), "gone@example.org"), Sample.letter(Sample.offline(8))))
          .isEqualTo(new Outcome.Refused("127.0.0.1 refuses it with 550: gone@example.org."));
    }
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws Exception {
    try (SmtpScript server = new SmtpScript(Map.of("ops@example.org", "451 4.7.1 greylisted"))) {
      assertThat(carry(at(server.port(), "ops@example.org"), Sample.letter(Sample.offline(8)))).isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void aServerThatIsDownIsAskedAgain() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(carry(at(port, "ops@example.org"), Sample.letter(Sample.offline(8)))).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.fault()).startsWith("127.0.0.1:" + port + ": "));
  }

  private static Outcome carry(Receiver.Email mail, Letter letter) {
    Outcome outcome = new MailCarrier(mail, SECRETS, Optional.empty()).carry(letter, "hanbit-ops-1", Sample.korean());
    assertThat(outcome.toString()).doesNotContain("sesame");
    return outcome;
  }

  private static Receiver.Email plain(Optional<Login> login, String... to) {
    return new Receiver.Email("127.0.0.1", port(PLAIN), Tls.NONE, login, "pvefleet@example.org", List.of(to));
  }

  private static Receiver.Email at(int port, String... to) {
    return new Receiver.Email("127.0.0.1", port, Tls.NONE, Optional.empty(), "pvefleet@example.org", List.of(to));
  }

  private static Login login(String reference) {
    return new Login("ops@example.org", new SecretRef(reference));
  }

  private static int port(ServerSetup setup) {
    return setup == PLAIN ? SERVER.getSmtp().getPort() : SERVER.getSmtps().getPort();
  }

  /** Believes every certificate: the server's own is signed by nobody. */
  private static SSLContext everybody() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new X509ExtendedTrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type) {}

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
      }
    }}, null);
    return context;
  }

  /** A mail server that answers each recipient as it is told: GreenMail takes everybody. */
  private static final class SmtpScript implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
    private final Map<String, String> answers;

    SmtpScript(Map<String, String> answers) throws java.io.IOException {
      this.answers = answers;
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept();
            var in = new java.io.BufferedReader(new java.io.InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            var out = new java.io.PrintStream(client.getOutputStream(), true, StandardCharsets.US_ASCII)) {
          talk(in, out);
        } catch (java.io.IOException e) {
          // The client has gone, or the test is over.
        }
      }
    }

    private void talk(java.io.BufferedReader in, java.io.PrintStream out) throws java.io.IOException {
      out.print("220 script\r\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("RCPT TO:")) {
          String to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
          out.print(answers.getOrDefault(to, "550 unknown") + "\r\n");
        } else if (line.equals("DATA")) {
          out.print("354 go on\r\n");
          for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
            // The mail itself is of no interest here.
          }
          out.print("250 taken\r\n");
        } else {
          out.print(line.startsWith("QUIT") ? "221 bye\r\n" : "250 OK\r\n");
        }
      }
    }

    @Override
    public void close() throws java.io.IOException {
      socket.close();
    }
  }
}
