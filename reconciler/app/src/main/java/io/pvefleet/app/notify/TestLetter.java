package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.News.Where;
import io.pvefleet.app.say.Texts;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.process.secret.Secrets;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A message that says that it is a test, for who wants to know whether a sink hears at all. */
public final class TestLetter {
  private TestLetter() {}

  /**
   * Sends it and says what came of it; blocks for ten seconds, a mail for a minute at most. Nothing is tried twice.
   *
   * @param pages where people find the pages; without it there is no link
   * @param fallback language of a sink that declares none
   */
  public static Outcome send(FleetSettings fleet, Sink sink, Secrets secrets, Instant now, Optional<URI> pages, Locale fallback) {
    Wording wording = new Wording(Texts.of(sink.language().map(Locale::of).orElse(fallback)), pages);
    News news = new News(
        Type.EVENT, 0, EventKind.NOTIFY.word(), Level.INFO, now, Optional.empty(),
        new Where("", "", fleet.timeZone().getId(), "", 0, ""), "", wording.say("notice.test"), List.of(), Optional.empty(),
        Optional.empty());
    Letter letter = new Letter(fleet.name(), sink.name(), now, Optional.empty(), List.of(news));
    String id = MailIds.word(fleet.name() + "-" + sink.name() + "-test-" + now.toEpochMilli());
    try (Carriers carriers = new Carriers(secrets)) {
      return carriers.to(sink.receiver()).carry(letter, id, wording);
    }
  }
}
