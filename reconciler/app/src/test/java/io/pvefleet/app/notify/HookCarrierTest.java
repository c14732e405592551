package io.pvefleet.app.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.process.secret.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks against a real HTTP server. */
class HookCarrierTest {
  private static final String KEY = "T0SECRET/B0/abcdef";
  private static final WireMockServer SERVER =
      new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();
  private static final Carriers CARRIERS = new Carriers(new Secrets(ENVIRONMENT::get, _ -> {}));

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    CARRIERS.close();
    SERVER.stop();
  }

  @BeforeEach
  void reset() {
    SERVER.resetAll();
    ENVIRONMENT.clear();
    ENVIRONMENT.put("URL", "http://127.0.0.1:" + SERVER.port() + "/services/" + KEY);
  }

  @Test
  void slackIsGivenBlocksAtTheSecretAddress() {
    answers(200);

    assertThat(slack()).isEqualTo(new Outcome.Delivered(""));
    LoggedRequest request = request();
    assertThat(request.getUrl()).isEqualTo("/services/" + KEY);
    assertThat(request.header("Content-Type").firstValue()).isEqualTo("application/json; charset=UTF-8");
    assertThat(request.getBodyAsString()).contains("seoul-001", "서울 1호점", "https://pvefleet.example.org/hosts/seoul-001");
  }

  @Test
  void aHookIsSignedOverItsBodyAndHasItsHeaders() {
    answers(204);
    ENVIRONMENT.put("KEY", "sesame");
    ENVIRONMENT.put("BEARER", "Bearer xyz");

    assertThat(carry(hook(Map.of("Authorization", new SecretRef("env:BEARER"))))).isEqualTo(new Outcome.Delivered(""));
    LoggedRequest request = request();
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer xyz");
    assertThat(request.getHeader("X-Pvefleet-Notice")).isEqualTo("hanbit-ops-1");
    assertThat(request.getHeader("X-Pvefleet-Signature")).isEqualTo("sha256=" + HookCarrier.signature("sesame", request.getBody()));
  }

  @Test
  void theSignatureIsTheKnownOne() {
    // RFC 4231, test case 2.
    assertThat(HookCarrier.signature("Jefe", "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 406, 413, 414, 415, 422})
  void aMessageThatItDoesNotLikeIsNotTriedAgain(int status) {
    answers(status);

    assertThat(slack()).isEqualTo(new Outcome.Refused("127.0.0.1 answers with HTTP status " + status + "."));
    SERVER.verify(1, postRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({"301, PVF-0581", "302, PVF-0581", "307, PVF-0581", "308, PVF-0581", "401, PVF-0583", "403, PVF-0581", "404, PVF-0581",
      "407, PVF-0583", "410, PVF-0581", "408, PVF-0580", "429, PVF-0580", "500, PVF-0580", "502, PVF-0580", "503, PVF-0580",
      "504, PVF-0580"})
  void whatSomebodyMayPutRightWithinTheDayIsTriedAgainAndNoRedirectFollowed(int status, String code) {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", "/elsewhere")));

    assertThat(slack()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
      assertThat(failed.fault()).startsWith("127.0.0.1 answers with HTTP status " + status);
      assertThat(failed.code().id()).isEqualTo(code);
    });
    SERVER.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void theReceiverMaySayHowLongToWait() {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "30")));
    assertThat(slack()).isEqualTo(
        new Outcome.Failed(NotifyCodes.NOT_REACHED, "127.0.0.1 answers with HTTP status 429.", Optional.of(Duration.ofSeconds(30))));

    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Date", "Sun, 22 Nov 2026 14:00:00 GMT")
        .withHeader("Retry-After", "Sun, 22 Nov 2026 14:02:00 GMT")));
    assertThat(slack()).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.after()).contains(Duration.ofMinutes(2)));
  }

  @Test
  void aWordOfTheReceiverIsRepeatedAndNothingElseOfIt() {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(404).withBody("no_service\n")));
    assertThat(slack()).isEqualTo(new Outcome.Failed(NotifyCodes.REFUSED, "127.0.0.1 answers with HTTP status 404 (no_service)."));

    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(404).withBody("no hook at /services/" + KEY)));
    assertThat(slack()).isEqualTo(new Outcome.Failed(NotifyCodes.REFUSED, "127.0.0.1 answers with HTTP status 404."));
  }

  @Test
  void anAnswerOfAnyLengthIsOnlyBegunToBeRead() {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withBody("x".repeat(8_000_000))));
    assertThat(slack()).isEqualTo(new Outcome.Delivered(""));
  }

  @Test
  void aConnectionThatBreaksIsNoAnswer() {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThat(slack()).isEqualTo(new Outcome.Failed("127.0.0.1: the connection broke."));
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
    assertThat(slack()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aBodyThatIsCutOffAfterTheStatusDoesNotMakeItSentAgain() {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withBody("ok").withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
    assertThat(slack()).isEqualTo(new Outcome.Delivered(""));
  }

  @Test
  void aPortThatNobodyListensOnIsSaid() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ENVIRONMENT.put("URL", "http://127.0.0.1:" + socket.getLocalPort() + "/" + KEY);
    }
    assertThat(slack()).isEqualTo(new Outcome.Failed("127.0.0.1: no connection."));
  }

  @Test
  void whoDoesNotAnswerInTimeIsTriedAgain() {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withFixedDelay(20_000)));
    try (Carriers impatient = new Carriers(new Secrets(ENVIRONMENT::get, _ -> {}), Optional.empty(), Duration.ofMillis(200))) {
      assertThat(impatient.to(new Receiver.Slack(new SecretRef("env:URL"))).carry(Sample.letter(Sample.offline(8)), "1", Sample.english()))
          .isEqualTo(new Outcome.Failed("127.0.0.1 does not answer within 0 s."));
    }
  }

  @Test
  void whoTakesItAndNeverEndsItsAnswerHasTakenIt() {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withBody("x".repeat(3000)).withChunkedDribbleDelay(300, 20_000)));
    try (Carriers impatient = new Carriers(new Secrets(ENVIRONMENT::get, _ -> {}), Optional.empty(), Duration.ofMillis(1000))) {
      assertThat(impatient.to(new Receiver.Slack(new SecretRef("env:URL"))).carry(Sample.letter(Sample.offline(8)), "1", Sample.english()))
          .isEqualTo(new Outcome.Delivered(""));
    }
  }

  @Test
  void aCertificateThatTheSystemDoesNotTrustIsRefused() {
    answers(200);
    ENVIRONMENT.put("URL", "https://127.0.0.1:" + SERVER.httpsPort() + "/" + KEY);

    assertThat(slack()).isEqualTo(
        new Outcome.Failed(NotifyCodes.UNTRUSTED, "127.0.0.1: its certificate is signed by nobody whom this machine trusts."));
    SERVER.verify(0, postRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "ftp://example.org/T0SECRET/B0/abcdef", "not an address T0SECRET/B0/abcdef", "https://user:T0SECRET@example.org/", "http:///T0SECRET"
  })
  void whatIsNoAddressIsSaidWithoutRepeatingIt(String value) {
    ENVIRONMENT.put("URL", value);
    assertThat(slack())
        .isEqualTo(new Outcome.Failed("What env:URL holds is no address of a webhook; https://... is expected."));
  }

  @Test
  void aSecretThatIsNotSetIsSaidByItsReference() {
    ENVIRONMENT.clear();
    assertThat(slack()).isEqualTo(new Outcome.Failed("The environment variable URL is not set."));
  }

  @Test
  void aHeaderWithALineBreakInItsValueIsNotSent() {
    ENVIRONMENT.put("KEY", "sesame");
    ENVIRONMENT.put("BEARER", "a\r\nX-Evil: 1");
    assertThat(carry(hook(Map.of("Authorization", new SecretRef("env:BEARER")))))
        .isEqualTo(new Outcome.Failed("The value of a header is no single line of ASCII."));
    SERVER.verify(0, postRequestedFor(urlEqualTo("/")));
  }

  private static Outcome slack() {
    return carry(new Receiver.Slack(new SecretRef("env:URL")));
  }

  private static Receiver hook(Map<String, SecretRef> headers) {
    return new Receiver.Webhook(new SecretRef("env:URL"), new TreeMap<>(headers), Optional.of(new SecretRef("env:KEY")));
  }

  /** No outcome of any test has the secret part of the address in it. */
  private static Outcome carry(Receiver receiver) {
    Outcome outcome = CARRIERS.to(receiver).carry(Sample.letter(Sample.offline(8)), "hanbit-ops-1", Sample.english());
    assertThat(outcome.toString()).doesNotContain("T0SECRET").doesNotContain("sesame").doesNotContain("Bearer");
    return outcome;
  }

  private static void answers(int status) {
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));
  }

  private static LoggedRequest request() {
    return SERVER.findAll(postRequestedFor(anyUrl())).getFirst();
  }
}
