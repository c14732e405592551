package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Notifications;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.model.NotificationsShape;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.yaml.Place;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationsTest {

  @Test
  void aSinkWithNothingButItsAddressIsToldEveryAlertAndNoEvent() {
    Sink sink = sink("ops: {slack: {url: env:SLACK_URL}}");

    assertThat(sink.receiver()).isEqualTo(new Receiver.Slack(new SecretRef("env:SLACK_URL")));
    assertThat(sink.on().alerts()).containsExactlyInAnyOrderElementsOf(NotificationsShape.ALERTS);
    assertThat(sink.on().severity()).isEqualTo(Alerting.Severity.WARNING);
    assertThat(sink.on().events()).isEmpty();
    assertThat(sink.on().isOfSomeSites()).isFalse();
    assertThat(sink.language()).isEmpty();
    assertThat(sink.group()).isEqualTo(Duration.ofMinutes(1));
    assertThat(sink.atMost()).isEqualTo(new Limit(20, Duration.ofHours(1)));
    assertThat(sink.quietHours()).isEmpty();
  }

  @Test
  void everyPartOfASinkIsRead() {
    Sink sink = sink("""
        nms:
              webhook: {url: file:/run/nms, secret: env:KEY, headers: {Authorization: env:BEARER}}
              on:
                alerts: [drift]
                severity: critical
                events: [applied, failed]
                sites: {names: [seoul-001], labels: {region: [capital, south]}}
              language: ko
              group: 5m
              atMost: {messages: 3, per: 10m}
              quietHours: {hours: "22:00-07:00", critical: hold}
        """);

    assertThat(sink.receiver()).isEqualTo(new Receiver.Webhook(new SecretRef("file:/run/nms"),
        new TreeMap<>(Map.of("Authorization", new SecretRef("env:BEARER"))), Optional.of(new SecretRef("env:KEY"))));
    assertThat(sink.on().alerts()).containsExactly("drift");
    assertThat(sink.on().events()).containsExactlyInAnyOrder("applied", "failed");
    assertThat(sink.on().severity()).isEqualTo(Alerting.Severity.CRITICAL);
    assertThat(sink.on().sites()).containsExactly("seoul-001");
    assertThat(sink.on().labels()).isEqualTo(Map.of("region", List.of("capital", "south")));
    assertThat(sink.language()).contains("ko");
    assertThat(sink.group()).isEqualTo(Duration.ofMinutes(5));
    assertThat(sink.atMost()).isEqualTo(new Limit(3, Duration.ofMinutes(10)));
    assertThat(sink.quietHours()).contains(
        new Notifications.QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), true));
  }

  @ParameterizedTest
  @CsvSource({"starttls,587", "tls,465", "none,25"})
  void thePortOfAMailServerFollowsFromItsProtection(String tls, int port) {
    Sink sink = sink("mail: {email: {host: smtp.example.org, tls: %s, from: a@example.org, to: [b@example.org]}}".formatted(tls));

    assertThat(sink.receiver()).isInstanceOfSatisfying(Receiver.Email.class, mail -> {
      assertThat(mail.port()).isEqualTo(port);
      assertThat(mail.login()).isEmpty();
      assertThat(mail.to()).containsExactly("b@example.org");
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "ops: {slack: {url: 'https://hooks.example.org/T0/B0/key'}} | error PVF-0130 fleet.yaml:7:24 spec.notifications.ops.slack.url",
      "ops: {on: {alerts: [drift]}} | error PVF-0114 fleet.yaml:7:5 spec.notifications.ops",
      "ops: {slack: {url: env:A}, webhook: {url: env:A}} | error PVF-0131 fleet.yaml:7:5 spec.notifications.ops",
      "ops: {slack: {url: env:A}, on: {alerts: [drfit]}} | error PVF-0112 fleet.yaml:7:46 spec.notifications.ops.on.alerts[0]",
      "ops: {slack: {url: env:A}, on: {alerts: []}} | warning PVF-0165 fleet.yaml:7:45 spec.notifications.ops.on",
      "ops: {slack: {url: env:A}, on: {sites: {names: [busan]}}} | error PVF-0120 fleet.yaml:7:53 spec.notifications.ops.on.sites.names[0]",
      "ops: {slack: {url: env:A}, on: {sites: {labels: {regoin: x}}}}"
          + " | warning PVF-0167 fleet.yaml:7:54 spec.notifications.ops.on.sites.labels.regoin",
      "ops: {slack: {url: env:A}, group: 2h} | error PVF-0113 fleet.yaml:7:39 spec.notifications.ops.group",
      "ops: {slack: {url: env:A}, atMost: {messages: 1, per: 10s}} | error PVF-0113 fleet.yaml:7:59 spec.notifications.ops.atMost.per",
      "ops: {slack: {url: env:A}, quietHours: '07:00-07:00'} | error PVF-0166 fleet.yaml:7:44 spec.notifications.ops.quietHours",
      "ops: {webhook: {url: env:A, headers: {Host: env:B}}} | error PVF-0164 fleet.yaml:7:43 spec.notifications.ops.webhook.headers.Host",
      "ops: {email: {host: h.example, tls: none, user: u, password: env:P, from: a@b, to: [a@b]}}"
          + " | error PVF-0163 fleet.yaml:7:41 spec.notifications.ops.email.tls",
      "ops: {email: {host: h.example, user: u, from: a@b, to: [a@b]}} | error PVF-0131 fleet.yaml:7:42 spec.notifications.ops.email",
  })
  void whatCannotBeMeantHasAPlaceAndACode(String sinks, String finding) {
    assertThat(fleet(sinks).findings()).containsExactly(finding);
  }

  @Test
  void aLiteralAddressIsNowhereRepeated() {
    assertThat(fleet("ops: {slack: {url: 'https://hooks.example.org/T0/B0/key'}}").load().diagnostics().toString())
        .doesNotContain("T0").doesNotContain("hooks");
  }

  @Test
  void aPasswordMayGoToThisMachineUnprotected() {
    assertThat(fleet("m: {email: {host: 127.0.0.1, tls: none, user: u, password: env:P, from: a@b, to: [a@b]}}").findings()).isEmpty();
  }

  @Test
  void aHostsLabelGoesBeforeItsSites() {
    Notifications.Choice choice = sink("ops: {slack: {url: env:A}, on: {sites: {labels: {region: south}}}}").on();
    Site south = new Site("a", "a", ZoneId.of("UTC"), "", Map.of("region", "south"), new Place("f", 1, 1));

    assertThat(choice.isOfSomeSites()).isTrue();
    assertThat(choice.isAbout(south, Map.of())).isTrue();
    assertThat(choice.isAbout(south, Map.of("region", "north"))).isFalse();
    assertThat(choice.isAbout(new Site("b", "b", ZoneId.of("UTC"), "", Map.of(), new Place("f", 1, 1)), Map.of())).isFalse();
  }

  @Test
  void quietHoursGoPastMidnightAndEndBeforeTheirLastMinute() {
    Notifications.QuietHours night = new Notifications.QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), false);
    Notifications.QuietHours noon = new Notifications.QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0), false);

    assertThat(night.contains(LocalTime.of(22, 0))).isTrue();
    assertThat(night.contains(LocalTime.MIDNIGHT)).isTrue();
    assertThat(night.contains(LocalTime.of(6, 59))).isTrue();
    assertThat(night.contains(LocalTime.of(7, 0))).isFalse();
    assertThat(night.contains(LocalTime.NOON)).isFalse();
    assertThat(noon.contains(LocalTime.NOON)).isTrue();
    assertThat(noon.contains(LocalTime.of(13, 0))).isFalse();
  }

  private static Sink sink(String sinks) {
    FleetLoad load = fleet(sinks).load();
    assertThat(load.diagnostics()).filteredOn(d -> d.severity() == Diagnostic.Severity.ERROR).isEmpty();
    return load.fleet().orElseThrow().settings().notifications().sinks().values().iterator().next();
  }

  private static FleetFixture fleet(String sinks) {
    return FleetFixture.oneHost().file("fleet.yaml", """
        apiVersion: pvefleet/v1
        kind: Fleet
        metadata: {name: pharmacies}
        spec:
          timeZone: Asia/Seoul
          notifications:
            %s
        """.formatted(sinks));
  }
}
