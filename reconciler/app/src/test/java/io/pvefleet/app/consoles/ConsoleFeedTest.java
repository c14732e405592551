package io.pvefleet.app.consoles;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pages know of consoles, whatever the proxy answers. */
class ConsoleFeedTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final String ROW =
      """
      {"rows": [{"id": "s1", "user": "kim", "from": "10.8.0.21", "host": "seoul-001", "vmid": 102, "guest": "pos-01", "mode": "console",
        "display": "screen", "tookOver": true, "upid": "UPID:x", "opened": "2026-11-22T02:59:00Z", "firstFrameMillis": 1250,
        "bytesToBrowser": 4096, "keys": 7, "closed": null, "closeCode": 0, "closeReason": "", "somethingNew": [1]}]}
      """;

  private final WireMockServer proxy = new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private ConsoleBoard board = new ConsoleBoard(Optional.empty());

  @BeforeEach
  void start() {
    proxy.start();
    board = new ConsoleBoard(Optional.of(URI.create("http://console.example.org:8081")));
  }

  @AfterEach
  void stop() {
    proxy.stop();
  }

  @Test
  void rowsOfTheProxyReachTheBoardWithTheirAge() {
    proxy.stubFor(
        get(urlPathEqualTo("/api/vnc/audit"))
            .withHeader("Authorization", com.github.tomakehurst.wiremock.client.WireMock.equalTo("Bearer t"))
            .willReturn(aResponse().withBody(ROW)));
    ConsoleView view = after(v -> v.readAt().isPresent());
    assertThat(view.rows()).singleElement().satisfies(row -> {
      assertThat(row.user()).isEqualTo("kim");
      assertThat(row.firstFrame()).contains(Duration.ofMillis(1250));
      assertThat(row.isOpen()).isTrue();
      assertThat(row.tookOver()).isTrue();
    });
    assertThat(view.readAt()).contains(NOW);
    assertThat(view.fault()).isEmpty();
  }

  @Test
  void refusedTokenIsNamedAndNotRepeated() {
    proxy.stubFor(get(urlPathEqualTo("/api/vnc/audit")).willReturn(aResponse().withStatus(401)));
    assertThat(after(v -> !v.fault().isEmpty()).fault()).contains("console.token").contains("401");
  }

  @Test
  void brokenAnswersAreFaultsAndWhatWasKnownStays() {
    board.answered(AuditAnswer.rows(ROW.getBytes(java.nio.charset.StandardCharsets.UTF_8)), NOW.minusSeconds(60));
    for (var answer :
        java.util.List.of(
            aResponse().withBody("{\"rows\": [{\"id\": \"s1\""),
            aResponse().withBody("{\"rows\": [{\"id\": \"s1\"}]}"),
            aResponse().withBody("<html>"),
            aResponse().withStatus(502),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))) {
      proxy.resetAll();
      board.answered(board.view().rows(), NOW.minusSeconds(60));
      proxy.stubFor(get(urlPathEqualTo("/api/vnc/audit")).willReturn(answer));
      ConsoleView view = after(v -> !v.fault().isEmpty());
      assertThat(view.rows()).hasSize(1);
      assertThat(view.readAt()).contains(NOW.minusSeconds(60));
    }
  }

  @Test
  void unreadableTokenIsSaidInItsOwnWords() {
    try (ConsoleFeed feed = ConsoleFeed.start(board, URI.create(proxy.baseUrl()), () -> {
      throw new IllegalStateException("The file /etc/pvefleet/console.token does not exist.");
    }, Clock.fixed(NOW, ZoneOffset.UTC))) {
      assertThat(await(v -> !v.fault().isEmpty()).fault()).contains("console.token does not exist");
    }
  }

  @Test
  void linksNameTheGuestAndItsTab() {
    assertThat(board.view().link("seoul-001", 102)).isEqualTo("http://console.example.org:8081/console?host=seoul-001&vmid=102");
    assertThat(board.view().viewLink("a b", 1)).endsWith("host=a+b&vmid=1&mode=view");
    assertThat(ConsoleView.tab("seoul-001", 102)).isEqualTo("c-seoul-001-102");
  }

  private ConsoleView after(Predicate<ConsoleView> level) {
    try (ConsoleFeed feed = ConsoleFeed.start(board, URI.create(proxy.baseUrl()), () -> "t", Clock.fixed(NOW, ZoneOffset.UTC))) {
      return await(level);
    }
  }

  private ConsoleView await(Predicate<ConsoleView> level) {
    Instant limit = Instant.now().plusSeconds(20);
    while (!level.test(board.view()) && Instant.now().isBefore(limit)) {
      Thread.onSpinWait();
    }
    assertThat(board.view()).matches(level);
    return board.view();
  }
}
