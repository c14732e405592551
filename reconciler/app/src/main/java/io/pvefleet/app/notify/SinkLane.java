package io.pvefleet.app.notify;

import io.pvefleet.app.notify.Timing.Decision;
import io.pvefleet.app.notify.Timing.Waiting;
import io.pvefleet.app.say.Texts;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.Notices.Message;
import io.pvefleet.app.store.Notices.Notice;
import io.pvefleet.app.store.Notices.Result;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one sink: one message at a time, each until it is delivered or given up. Confined to one thread; blocks as long as its
 * carrier does. Throws StoreException where the store fails; what came of a try is then noted before anything else is done.
 */
final class SinkLane {
  private static final Logger LOG = LoggerFactory.getLogger(SinkLane.class);

  /** What one message takes with it; a morning of more than that is told in two. */
  private static final int AT_ONCE = 500;

  private final Notices notices;
  private final Function<Receiver, Carrier> carriers;
  private final Backoff backoff;
  private final LaneTeller teller;
  private final Surroundings around;

  // What the store would not take: that a message is over is not to be found out by sending it again.
  private @Nullable Runnable owed;

  /**
   * What a lane knows of the rest.
   *
   * @param fallback language of sinks that declare none
   */
  record Surroundings(Supplier<FleetView> view, Optional<URI> pages, Locale fallback) {}

  SinkLane(Notices notices, Function<Receiver, Carrier> carriers, Backoff backoff, LaneTeller teller, Surroundings around) {
    this.notices = notices;
    this.carriers = carriers;
    this.backoff = backoff;
    this.teller = teller;
    this.around = around;
  }

  /** Does what is due for the sink; gives when to be asked again at the latest. */
  Instant turn(Sink sink, Instant now) {
    settle();
    Optional<Message> underWay = notices.underWay(sink.name());
    if (underWay.isPresent()) {
      return push(sink, underWay.get(), now);
    }
    List<Notice> waiting = notices.waiting(sink.name(), AT_ONCE);
    if (waiting.isEmpty()) {
      return now.plus(Timing.LONGEST);
    }
    List<Told> told = waiting.stream().map(Told::of).toList();
    List<Instant> begun = notices.begunAfter(sink.name(), now.minus(sink.atMost().per()));
    Decision decision = Timing.decide(sink, told.stream().map(Told::waiting).toList(), begun, now);
    return decision.go().isEmpty() ? decision.next() : push(sink, begin(sink, told, decision.go(), now), now);
  }

  /** A notice and what it says; one that cannot be read goes with the next message and is not in it. */
  private record Told(Notice notice, Optional<News> news) {
    static Told of(Notice notice) {
      return new Told(notice, Codec.read(notice.news(), News.class));
    }

    Waiting waiting() {
      return new Waiting(notice.id(), notice.made(), news.filter(News::isCritical).isPresent(),
          news.map(one -> one.where().zoneId()).orElse(ZoneOffset.UTC));
    }
  }

  private Message begin(Sink sink, List<Told> told, List<Long> go, Instant now) {
    FleetView view = around.view().get();
    Set<Long> going = new HashSet<>(go);
    List<News> news = new ArrayList<>();
    told.stream().filter(one -> going.contains(one.notice().id())).flatMap(one -> one.news().stream())
        .forEach(one -> news.add(NewsDesk.signed(one, view)));
    Letter letter = Letter.of(view.settings().name(), sink.name(), now, NewsDesk.inForce(view), news);
    return notices.begin(sink.name(), go, now, Codec.write(letter));
  }

  private Instant push(Sink sink, Message message, Instant now) {
    Optional<Letter> letter = Codec.read(message.body(), Letter.class).filter(read -> !read.news().isEmpty());
    if (letter.isEmpty()) {
      settle(() -> notices.end(message.id(), Result.GIVEN_UP, "", now));
      return now;
    }
    Instant due = due(sink, message, letter.get(), now);
    if (due.isAfter(now)) {
      return due;
    }
    return settled(sink, message, letter.get(), carried(sink, letter.get(), message), now);
  }

  /** A message that was tried before its quiet hours waits for their end like everything else. */
  private static Instant due(Sink sink, Message message, Letter letter, Instant now) {
    // A clock that was put back must not make it wait for ever.
    Instant latest = now.plus(Backoff.SLOWEST_OF_ALL);
    Instant due = message.due().isAfter(latest) ? latest : message.due();
    if (due.isAfter(now) || message.tries() == 0) {
      return due;
    }
    return letter.news().stream()
        .map(news -> Timing.heldUntil(sink, news.isCritical(), news.where().zoneId(), now))
        .min(Instant::compareTo)
        .orElse(now);
  }

  private Outcome carried(Sink sink, Letter letter, Message message) {
    String id = MailIds.word(letter.fleet() + "-" + sink.name() + "-" + message.made().getEpochSecond() + "-" + message.id());
    Wording wording = new Wording(Texts.of(sink.language().map(Locale::of).orElse(around.fallback())), around.pages());
    try {
      return carriers.apply(sink.receiver()).carry(letter, id, wording);
    } catch (RuntimeException e) {
      // Its text may quote what is secret.
      LOG.atError().addKeyValue("sink", sink.name()).addKeyValue("fault", e.getClass().getName())
          .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0])
          .log("A message could not be made; please report this");
      return new Outcome.Failed("pvefleet could not make the message (" + e.getClass().getSimpleName() + ").");
    }
  }

  private Instant settled(Sink sink, Message message, Letter letter, Outcome outcome, Instant now) {
    switch (outcome) {
      case Outcome.Delivered(String remark) -> {
        settle(() -> notices.end(message.id(), Result.DELIVERED, remark, now));
        teller.delivered(sink.name(), remark, now);
        return now;
      }
      case Outcome.Refused(String fault) -> {
        settle(() -> notices.end(message.id(), Result.GIVEN_UP, fault, now));
        teller.refused(sink.name(), fault, letter.news().size(), now);
        return now;
      }
      case Outcome.Failed failed -> {
        int tries = message.tries() + 1;
        Optional<Instant> next = backoff.next(message.made(), tries, failed.after(), now);
        if (next.isPresent()) {
          settle(() -> notices.tried(message.id(), next.get(), failed.fault()));
          teller.failed(sink.name(), failed.fault(), tries, next.get(), now);
          return next.get();
        }
        settle(() -> notices.end(message.id(), Result.GIVEN_UP, failed.fault(), now));
        int dropped = notices.dropBefore(sink.name(), now.minus(Backoff.LONGEST));
        teller.givenUp(sink.name(), failed.fault(), letter.news().size() + dropped, now);
        return now;
      }
    }
  }

  private void settle(Runnable write) {
    owed = write;
    settle();
  }

  private void settle() {
    Runnable write = owed;
    if (write != null) {
      write.run();
      owed = null;
    }
  }
}
