package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.SmtpScript.Manner;
import io.pvefleet.fleet.model.Notifications.Login;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Tls;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.process.secret.Secrets;
import jakarta.mail.Flags;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail against a real SMTP server. */
class MailCarrierTest {
  private static final GreenMail SERVER = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
  private static final Map<String, String> TAKES = Map.of("ops@example.org", "250 OK");
  private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", "sesame", "WRONG", "open");
  private static final Secrets SECRETS = new Secrets(ENVIRONMENT::get, _ -> {});

  @TempDir private static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.forLocalhost(folder);
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
        .isEqualTo(new Outcome.Failed(NotifyCodes.LOGIN, server() + " does not accept the user and password (535)."));
    assertThat(SERVER.getReceivedMessages()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Manner.class, names = {"STARTTLS", "TLS"})
  void userPasswordAndMailGoOverAProtectedConnectionAlone(Manner manner) throws Exception {
    try (SmtpScript server = new SmtpScript(manner, TAKES, certificate.server())) {
      assertThat(carry(protectedAt("localhost", server, manner), Sample.letter(Sample.offline(8)), certificate.client()))
          .isEqualTo(new Outcome.Delivered(""));

      List<String> clear = server.heard.stream().filter(line -> !line.startsWith("tls ")).toList();
      assertThat(clear).isEqualTo(manner == Manner.TLS ? List.of() : List.of("EHLO localhost", "STARTTLS"));
      assertThat(server.heard).contains("tls AUTH LOGIN", "tls MAIL FROM:<pvefleet@example.org>", "tls RCPT TO:<ops@example.org>",
          "tls   Message-ID: <hanbit-ops-1@example.org>");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Manner.class, names = {"STARTTLS", "TLS"})
  void aCertificateThatNobodyVouchesForIsSaidAndNothingIsGivenAway(Manner manner) throws Exception {
    try (SmtpScript server = new SmtpScript(manner, TAKES, certificate.server())) {
      assertThat(carry(protectedAt("localhost", server, manner), Sample.letter(Sample.offline(8)), SSLContext.getDefault()))
          .isEqualTo(new Outcome.Failed(NotifyCodes.UNTRUSTED,
              "localhost:" + server.port() + ": its certificate is signed by nobody whom this machine trusts."));
      assertThat(server.heard).noneMatch(line -> line.startsWith("tls ") || line.contains("AUTH"));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Manner.class, names = {"STARTTLS", "TLS"})
  void aCertificateForAnotherNameIsSaidAndNothingIsGivenAway(Manner manner) throws Exception {
    try (SmtpScript server = new SmtpScript(manner, TAKES, certificate.server())) {
      assertThat(carry(protectedAt("127.0.0.1", server, manner), Sample.letter(Sample.offline(8)), certificate.client()))
          .isEqualTo(new Outcome.Failed(NotifyCodes.UNTRUSTED, "127.0.0.1:" + server.port() + ": its certificate is for another name."));
      assertThat(server.heard).noneMatch(line -> line.startsWith("tls ") || line.contains("AUTH"));
    }
  }

  @Test
  void aServerThatSpeaksNoTlsWhereItShouldIsSaid() throws Exception {
    try (SmtpScript server = new SmtpScript(TAKES)) {
      assertThat(carry(protectedAt("localhost", server, Manner.TLS), Sample.letter(Sample.offline(8)), certificate.client()))
          .isEqualTo(new Outcome.Failed("localhost:" + server.port() + ": what answers there speaks no TLS."));
    }
  }

  @Test
  void anExpiredCertificateIsSaidToBe() {
    assertThat(TlsFault.of(new SSLHandshakeException("PKIX").initCause(new CertPathValidatorException("validity check failed",
        new CertificateExpiredException("NotAfter: Sun Nov 22 2026")))))
        .contains(new TlsFault(NotifyCodes.UNTRUSTED, "its certificate has expired."));
    assertThat(TlsFault.of(new IOException("refused"))).isEmpty();
  }

  @Test
  void aServerWithoutStarttlsIsGivenNothing() {
    Receiver.Email mail = new Receiver.Email("127.0.0.1", port(), Tls.STARTTLS, Optional.of(login("env:PASSWORD")),
        "pvefleet@example.org", List.of("ops@example.org"));

    assertThat(carry(mail, Sample.letter(Sample.offline(8)))).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.fault()).contains("STARTTLS"));
    assertThat(SERVER.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatSendsAByteNowAndThenIsNotWaitedForForEver() throws Exception {
    try (SmtpScript server = new SmtpScript(Manner.DRIBBLES, TAKES, certificate.server())) {
      assertThat(new MailCarrier(at(server.port(), "ops@example.org"), SECRETS, Optional.empty(), Duration.ofMillis(100))
          .carry(Sample.letter(Sample.offline(8)), "hanbit-ops-1", Sample.korean()))
          .isEqualTo(new Outcome.Failed("127.0.0.1:" + server.port() + " takes longer than 0 s."));
    }
  }

  @Test
  void aServerThatBreaksOffOnceItHasTakenItIsNotGivenItAgain() throws Exception {
    try (SmtpScript server = new SmtpScript(Manner.BREAKS_OFF, TAKES, certificate.server())) {
      assertThat(carry(at(server.port(), "ops@example.org"), Sample.letter(Sample.offline(8)))).isEqualTo(new Outcome.Delivered(""));
    }
  }

  @Test
  void noNameOfAVmAndNoCommitMakesAHeaderOfItsOwn() throws Exception {
    News evil = new News(Type.EVENT, 1, "failed", Level.ERROR, Sample.AT, Optional.empty(),
        new News.Where("s", "s\r\nBcc: thief@example.org\u001b[2J", "UTC", "h", 1, "pos\r\nBcc: thief@example.org"), "",
        "update failed\r\n.\r\nMAIL FROM:<thief@example.org>", List.of(),
        Optional.of(new News.Author("c0ffee", "Kim\r\nBcc: thief@example.org", "at 2026-99-99T99:99:99Z\u001b[2J")), Optional.empty());
    assertThat(carry(plain(Optional.empty(), "ops@example.org"), Sample.letter(evil))).isEqualTo(new Outcome.Delivered(""));

    MimeMessage mail = SERVER.getReceivedMessages()[0];
    assertThat(SERVER.getReceivedMessages()).hasSize(1);
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getSubject()).startsWith("[hanbit] ").contains("pos Bcc: thief@example.org").doesNotContain("\u001b");
    assertThat((String) mail.getContent()).contains("  update failed . MAIL FROM:", "2026-99-99T99:99:99Z").doesNotContain("\u001b");
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
    return checked(new MailCarrier(mail, SECRETS, Optional.empty(), Carrier.PATIENCE).carry(letter, "hanbit-ops-1", Sample.korean()));
  }

  private static Outcome carry(Receiver.Email mail, Letter letter, SSLContext trust) {
    return checked(new MailCarrier(mail, SECRETS, Optional.of(trust.getSocketFactory()), Carrier.PATIENCE)
        .carry(letter, "hanbit-ops-1", Sample.korean()));
  }

  /** No outcome of any test has a password in it. */
  private static Outcome checked(Outcome outcome) {
    assertThat(outcome.toString()).doesNotContain("sesame");
    return outcome;
  }

  private static Receiver.Email protectedAt(String host, SmtpScript server, Manner manner) {
    return new Receiver.Email(host, server.port(), manner == Manner.TLS ? Tls.TLS : Tls.STARTTLS, Optional.of(login("env:PASSWORD")),
        "pvefleet@example.org", List.of("ops@example.org"));
  }

  private static String server() {
    return "127.0.0.1:" + port();
  }

  private static Receiver.Email plain(Optional<Login> login, String... to) {
    return new Receiver.Email("127.0.0.1", port(), Tls.NONE, login, "pvefleet@example.org", List.of(to));
  }

  private static Receiver.Email at(int port, String... to) {
    return new Receiver.Email("127.0.0.1", port, Tls.NONE, Optional.empty(), "pvefleet@example.org", List.of(to));
  }

  private static Login login(String reference) {
    return new Login("ops@example.org", new SecretRef(reference));
  }

  private static int port() {
    return SERVER.getSmtp().getPort();
  }
}
