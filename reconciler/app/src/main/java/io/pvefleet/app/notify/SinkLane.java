package io.pvefleet.app.notify;

import io.pvefleet.app.notify.Backoff.Pace;
import io.pvefleet.app.notify.Timing.Decision;
import io.pvefleet.app.notify.Timing.Waiting;
import io.pvefleet.app.say.Texts;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.Notices.Begun;
import io.pvefleet.app.store.Notices.Message;
import io.pvefleet.app.store.Notices.NewMessage;
import io.pvefleet.app.store.Notices.Notice;
import io.pvefleet.app.store.Notices.Result;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one sink: one message at a time, each until it is delivered or given up, but for critical ones, which overtake what is
 * tried again. Confined to one thread; blocks as long as its carrier does. Throws StoreException where the store fails; what came of
 * a try is then noted before anything else is done.
 */
final class SinkLane {
  private static final Logger LOG = LoggerFactory.getLogger(SinkLane.class);

  /** What one JSON takes with it; a morning of more is told in two. Mail and Slack list the first and count the others. */
  private static final int MOST_IN_JSON = 500;

  /** So many are under way at most: of those that a sink never takes, two hold up no other. */
  private static final int MOST_CRITICAL = 3;

  /** What cannot be made into a message is no better later. */
  private static final int MOST_STUMBLES = 3;

  private final Notices notices;
  private final Function<Receiver, Carrier> carriers;
  private final Backoff backoff;
  private final LaneTeller teller;
  private final Surroundings around;

  // Read once: a morning's letter is long, and is looked at every few seconds while its sink is away. As many as are under way.
  private final Map<Long, Letter> letters = new HashMap<>();

  // Tried at once, whenever they were due: after a start or a commit that changed the sink it may be well again.
  private final Set<Long> hurried = new HashSet<>();
  private @Nullable Receiver tried;

  // What the store would not take: that a message is over is not to be found out by sending it again.
  private @Nullable Runnable owed;

  /**
   * What a lane knows of the rest.
   *
   * @param fallback language of sinks that declare none
   */
  record Surroundings(Supplier<FleetView> view, Optional<URI> pages, Locale fallback) {}

  /**
   * A message that is neither delivered nor given up.
   *
   * @param due when it is tried
   * @param isHeld whether quiet hours are what it waits for
   */
  private record UnderWay(Message message, Letter letter, Instant due, boolean isHeld) {
    boolean isCritical() {
      return message.isCritical();
    }
  }

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
    List<UnderWay> underWay = underWay(sink, now);
    Decision decision = decide(sink, underWay, now);
    if (!decision.go().isEmpty()) {
      begin(sink, new HashSet<>(decision.go()), now);
      underWay = underWay(sink, now);
    }
    Optional<UnderWay> first = underWay.stream().filter(one -> !one.due().isAfter(now))
        .min(Comparator.comparing((UnderWay one) -> !one.isCritical()).thenComparing(UnderWay::due));
    if (first.isEmpty()) {
      return earliest(decision.next(), underWay);
    }
    UnderWay one = first.get();
    hurried.remove(one.message().id());
    Instant next = settled(sink, one, carried(sink, one.letter(), one.message()), now);
    return earliest(next, underWay.stream().filter(other -> other != one).toList());
  }

  private static Instant earliest(Instant next, List<UnderWay> underWay) {
    return underWay.stream().map(UnderWay::due).filter(due -> due.isBefore(next)).min(Comparator.naturalOrder()).orElse(next);
  }

  /** The messages under way, without those of another version that cannot be read. */
  private List<UnderWay> underWay(Sink sink, Instant now) {
    List<Message> messages = notices.underWay(sink.name());
    Set<Long> ids = messages.stream().map(Message::id).collect(Collectors.toSet());
    letters.keySet().retainAll(ids);
    hurried.retainAll(ids);
    if (!sink.receiver().equals(tried)) {
      hurried.addAll(ids);
      tried = sink.receiver();
    }
    List<UnderWay> all = new ArrayList<>();
    for (Message message : messages) {
      Optional<Letter> letter = Optional.ofNullable(letters.get(message.id())).or(() -> Codec.read(message.body(), Letter.class));
      if (letter.filter(read -> !read.news().isEmpty()).isEmpty()) {
        settle(() -> notices.end(message.id(), Result.GIVEN_UP, "", now));
        continue;
      }
      letters.put(message.id(), letter.get());
      Instant due = due(message, now);
      Instant free = due.isAfter(now) || message.tries() == 0 ? now : heldUntil(sink, letter.get(), now);
      boolean isHeld = free.isAfter(now);
      all.add(new UnderWay(message, letter.get(), isHeld ? free : due, isHeld));
    }
    return all;
  }

  private Instant due(Message message, Instant now) {
    // A clock that was put back must not make it wait for ever.
    Instant latest = hurried.contains(message.id()) ? now : now.plus(Backoff.SLOWEST_OF_ALL);
    return message.due().isAfter(latest) ? latest : message.due();
  }

  /** A message that was tried before its quiet hours waits for their end like everything else. */
  private static Instant heldUntil(Sink sink, Letter letter, Instant now) {
    return letter.news().stream()
        .map(news -> Timing.heldUntil(sink, news.isCritical(), news.where().zoneId(), now))
        .min(Instant::compareTo)
        .orElse(now);
  }

  /** What may go beside the messages under way: everything where none is being tried, and what is critical in any case. */
  private Decision decide(Sink sink, List<UnderWay> underWay, Instant now) {
    boolean isFree = underWay.stream().allMatch(UnderWay::isHeld);
    boolean isFull = underWay.stream().filter(UnderWay::isCritical).count() >= MOST_CRITICAL;
    List<Waiting> waiting = notices.waiting(sink.name()).stream()
        .filter(notice -> isFree || (notice.isCritical() && !isFull))
        .map(SinkLane::waiting)
        .toList();
    if (waiting.isEmpty()) {
      return new Decision(List.of(), now.plus(Timing.LONGEST));
    }
    List<Begun> begun = notices.begunAfter(sink.name(), now.minus(sink.atMost().per()));
    return Timing.decide(sink, waiting, begun, now, most(sink.receiver()));
  }

  private static Waiting waiting(Notice notice) {
    return new Waiting(notice.id(), notice.made(), notice.isCritical(), ZoneId.of(notice.zone()));
  }

  private static int most(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Webhook _ -> MOST_IN_JSON;
      case Receiver.Slack _, Receiver.Email _ -> Notices.MOST_WAITING;
    };
  }

  /** Notices that cannot be read go with the message and are not in it. */
  private void begin(Sink sink, Set<Long> going, Instant now) {
    FleetView view = around.view().get();
    List<News> news = notices.news(sink.name(), going).stream()
        .flatMap(json -> Codec.read(json, News.class).stream())
        .map(one -> NewsDesk.signed(one, view))
        .toList();
    Letter letter = Letter.of(view.settings().name(), sink.name(), now, NewsDesk.inForce(view), news);
    boolean isCritical = news.stream().anyMatch(News::isCritical);
    Message message = notices.begin(new NewMessage(sink.name(), going, now, isCritical, Codec.write(letter)));
    letters.put(message.id(), letter);
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
      String fault = "pvefleet could not make the message (" + e.getClass().getSimpleName() + ").";
      return message.tries() + 1 < MOST_STUMBLES ? new Outcome.Failed(fault) : new Outcome.Refused(fault);
    }
  }

  private Instant settled(Sink sink, UnderWay one, Outcome outcome, Instant now) {
    Message message = one.message();
    int news = one.letter().news().size();
    switch (outcome) {
      case Outcome.Delivered(String remark) -> {
        settle(() -> notices.end(message.id(), Result.DELIVERED, remark, now));
        teller.delivered(sink.name(), remark, notices.underWay(sink.name()), now);
        return now;
      }
      case Outcome.Refused(String fault) -> {
        settle(() -> notices.end(message.id(), Result.GIVEN_UP, fault, now));
        teller.refused(sink.name(), fault, news, now);
        return now;
      }
      case Outcome.Failed failed -> {
        int tries = message.tries() + 1;
        Pace pace = message.isCritical() ? Pace.CRITICAL : Pace.ORDINARY;
        Optional<Instant> next = backoff.next(pace, message.made(), tries, failed.after(), now);
        if (next.isPresent()) {
          settle(() -> notices.tried(message.id(), next.get(), failed.fault()));
          teller.failed(sink.name(), failed, tries, next.get(), now);
          return next.get();
        }
        settle(() -> notices.end(message.id(), Result.GIVEN_UP, failed.fault(), now));
        int dropped = notices.dropBefore(sink.name(), now.minus(Backoff.LONGEST));
        teller.givenUp(sink.name(), failed.fault(), news + dropped, now);
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
