package io.pvefleet.app.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.fleet.model.Notifications;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.model.Notifications.Tls;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.process.secret.Secrets;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Slack, a webhook and a mail server that really listen, and sinks for them: what was told is what they have received. */
public final class Receivers implements AutoCloseable {
  private final WireMockServer http = new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
  private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
  private final Carriers carriers;

  public Receivers() {
    http.start();
    http.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withBody("ok")));
    mail.start();
    Map<String, String> environment = Map.of(
        "SLACK_URL", http.baseUrl() + "/slack/T0SECRET", "NMS_URL", http.baseUrl() + "/nms/T0SECRET", "NMS_KEY", "sesame");
    carriers = new Carriers(new Secrets(environment::get, _ -> {}));
  }

  /** A sink for each, told of everything and at once. */
  public Notifications sinks() {
    Map<String, Receiver> receivers = Map.of(
        "slack", new Receiver.Slack(new SecretRef("env:SLACK_URL")),
        "nms", new Receiver.Webhook(new SecretRef("env:NMS_URL"), new TreeMap<>(), Optional.of(new SecretRef("env:NMS_KEY"))),
        "mail", new Receiver.Email("127.0.0.1", mail.getSmtp().getPort(), Tls.NONE, Optional.empty(), "pvefleet@example.org",
            List.of("ops@example.org")));
    SortedMap<String, Sink> sinks = new TreeMap<>();
    receivers.forEach((name, receiver) -> sinks.put(name, new Sink(name, receiver, Sample.everything(), Optional.of("en"),
        Duration.ZERO, new Notifications.Limit(1000, Duration.ofHours(1)), Optional.empty())));
    return new Notifications(sinks);
  }

  /** Draws the line before which nothing is news. */
  public void begin(Store store, FleetBoard fleet, Clock clock) {
    intake(store, fleet, clock).begin();
  }

  /** Takes up what is new and sends everything that is due. */
  public void tell(Store store, FleetBoard fleet, Clock clock) {
    intake(store, fleet, clock).take();
    SinkBoard board = new SinkBoard(fleet);
    SinkLane.Surroundings around = new SinkLane.Surroundings(fleet::view, Optional.of(Sample.PAGES), Locale.ENGLISH);
    Instant now = clock.instant();
    for (Sink sink : fleet.view().settings().notifications().sinks().values()) {
      SinkLane lane = new SinkLane(
          store.notices(), carriers::to, new Backoff(() -> 0L), new LaneTeller(board, store.events()), around);
      while (!lane.turn(sink, now).isAfter(now)) {
        // As long as something is due.
      }
    }
  }

  private static Intake intake(Store store, FleetBoard fleet, Clock clock) {
    return new Intake(store.events(), store.alerts(), store.notices(), fleet, clock);
  }

  /** Everything that each has received so far, as text, by the sink's name. */
  public Map<String, String> received() throws Exception {
    StringBuilder mails = new StringBuilder();
    for (MimeMessage one : mail.getReceivedMessages()) {
      mails.append(one.getSubject()).append('\n').append(((String) one.getContent()).replace("\r\n", "\n"));
    }
    return Map.of("slack", posted("/slack/T0SECRET"), "nms", posted("/nms/T0SECRET"), "mail", mails.toString());
  }

  /** What the webhook has received, one JSON a message. */
  public List<JsonNode> json() {
    return http.findAll(postRequestedFor(urlEqualTo("/nms/T0SECRET"))).stream()
        .map(request -> JsonMapper.builder().build().readTree(request.getBody())).toList();
  }

  private String posted(String path) {
    StringBuilder all = new StringBuilder();
    http.findAll(postRequestedFor(urlEqualTo(path))).forEach(request -> all.append(request.getBodyAsString()).append('\n'));
    return all.toString();
  }

  /** They have received nothing. */
  public void empty() throws Exception {
    http.resetRequests();
    mail.purgeEmailFromAllMailboxes();
  }

  @Override
  public void close() {
    carriers.close();
    http.stop();
    mail.stop();
  }
}
