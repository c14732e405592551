package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Author;
import io.pvefleet.app.notify.News.Difference;
import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.News.Where;
import io.pvefleet.app.notify.News.Who;
import io.pvefleet.app.say.Texts;
import io.pvefleet.fleet.model.Alerting.Severity;
import io.pvefleet.fleet.model.Notifications.Choice;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.QuietHours;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.model.NotificationsShape;
import io.pvefleet.fleet.model.SecretRef;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** News and sinks for tests. */
final class Sample {
  static final Instant AT = Instant.parse("2026-11-22T14:05:00Z");
  static final URI PAGES = URI.create("https://pvefleet.example.org");
  static final Where SEOUL = new Where("seoul-001", "서울 1호점", "Asia/Seoul", "seoul-001", 0, "");
  static final Where POS = new Where("seoul-001", "서울 1호점", "Asia/Seoul", "seoul-001", 102, "pos-01");
  static final Where FLEET = new Where("", "", "Asia/Seoul", "", 0, "");
  static final Author COMMIT = new Author("3f2a91c0", "Kim <kim@example.org>", "Raise memory of tills & kiosks");

  private Sample() {}

  static News offline(long id) {
    return new News(Type.BEGUN, id, "host-offline", Level.CRITICAL, AT, Optional.of(AT), SEOUL, "",
        "No answer since 2026-11-22T14:00:00Z: 100.64.0.10:8006: connecting timed out", List.of(), Optional.empty(), Optional.empty());
  }

  static News back(long id) {
    return new News(Type.ENDED, id, "host-offline", Level.CRITICAL, AT.plusSeconds(1800), Optional.of(AT), SEOUL, "",
        "No answer since 2026-11-22T14:00:00Z: 100.64.0.10:8006: connecting timed out", List.of(), Optional.empty(), Optional.empty());
  }

  static News drift(long id) {
    return new News(Type.BEGUN, id, "drift", Level.WARNING, AT, Optional.of(AT), POS, "",
        "Not as Git says since 2026-11-21T14:00:00Z, longer than 24h: spec.memory.",
        List.of(new Difference("spec.memory", "4GiB", "8GiB")), Optional.empty(),
        Optional.of(new Who("kim@pam", Optional.of(Instant.parse("2026-11-21T13:58:10Z")), "qmconfig")));
  }

  static News driftInBerlin(long id) {
    News drift = drift(id);
    return new News(drift.type(), id, drift.kind(), drift.level(), drift.at(), drift.began(),
        new Where("berlin-001", "Berlin 1", "Europe/Berlin", "berlin-001", 102, "pos-01"), "", drift.text(), drift.changes(),
        drift.commit(), drift.who());
  }

  static News applied(long id) {
    return new News(Type.EVENT, id, "applied", Level.INFO, AT, Optional.empty(), POS, "", "update done: memory 2GiB -> 4GiB",
        List.of(), Optional.of(COMMIT), Optional.empty());
  }

  static Letter letter(News... news) {
    return Letter.of("hanbit", "ops", AT, Optional.of(COMMIT), List.of(news));
  }

  static Wording english() {
    return new Wording(Texts.of(Locale.ENGLISH), Optional.of(PAGES));
  }

  static Wording korean() {
    return new Wording(Texts.of(Locale.KOREAN), Optional.of(PAGES));
  }

  static Choice everything() {
    return new Choice(
        Set.copyOf(NotificationsShape.ALERTS), Severity.WARNING, Set.copyOf(NotificationsShape.EVENTS), Set.of(), new TreeMap<>());
  }

  static Sink sink(Receiver receiver) {
    return new Sink("ops", receiver, everything(), Optional.of("en"), Duration.ofSeconds(60), new Limit(20, Duration.ofHours(1)),
        Optional.empty());
  }

  static Sink slack() {
    return sink(new Receiver.Slack(new SecretRef("env:URL")));
  }

  static Sink with(Sink sink, Duration group, Limit atMost, Optional<QuietHours> quietHours) {
    return new Sink(sink.name(), sink.receiver(), sink.on(), sink.language(), group, atMost, quietHours);
  }

  static QuietHours quiet(String from, String until) {
    return new QuietHours(LocalTime.parse(from), LocalTime.parse(until), false);
  }
}
