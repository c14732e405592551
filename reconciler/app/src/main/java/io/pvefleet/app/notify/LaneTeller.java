package io.pvefleet.app.notify;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.Notices.Message;
import io.pvefleet.app.store.Notices.Result;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.fleet.diagnostic.Code;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells board and events how it goes with sinks. Events tell turns alone: a sink that is told of its own events would otherwise hear
 * of each message that failed, in another that fails. Thread safe.
 */
final class LaneTeller {
  /** Some 15 seconds, longer where the sink hangs: what is over by then was nobody's concern. */
  private static final int PATIENCE = 3;

  private final SinkBoard board;
  private final EventLog events;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Map<String, String> remarks = new ConcurrentHashMap<>();

  LaneTeller(SinkBoard board, EventLog events) {
    this.board = board;
    this.events = events;
  }

  /** How an earlier process left it: what it told is not told again. */
  void recall(String sink, Notices notices) {
    Optional<Message> failing = failing(notices.underWay(sink));
    Optional<Notices.Ended> delivered = notices.last(sink, Result.DELIVERED);
    Optional<Notices.Ended> givenUp = notices.last(sink, Result.GIVEN_UP)
        .filter(last -> !last.fault().isEmpty() && delivered.map(d -> d.id() < last.id()).orElse(true));
    if (givenUp.isPresent() || failing.filter(message -> message.tries() >= PATIENCE).isPresent()) {
      told.add(sink);
    }
    delivered.map(Notices.Ended::fault).filter(remark -> !remark.isEmpty()).ifPresent(remark -> remarks.put(sink, remark));
    String fault = failing.map(Message::fault).or(() -> givenUp.map(Notices.Ended::fault)).orElse("");
    board.recall(sink, delivered.map(Notices.Ended::at), fault, failing.map(Message::due));
  }

  /** The message that has failed most often. */
  private static Optional<Message> failing(List<Message> underWay) {
    return underWay.stream().filter(message -> message.tries() > 0).max(Comparator.comparingInt(Message::tries));
  }

  /**
   * @param remark what a person should know nevertheless; told once, and again where it is another
   * @param others messages that are still under way
   */
  void delivered(String sink, String remark, List<Message> others, Instant at) {
    board.delivered(sink, at, remark);
    Optional<Message> failing = failing(others);
    failing.ifPresent(message -> board.fails(sink, message.fault(), message.due()));
    // A sink that takes one message and not the other is not well; to say so each time would never end.
    if (failing.isEmpty() && told.remove(sink)) {
      event(Severity.INFO, "", "The sink " + sink + " is told again.", at);
    }
    String before = remark.isEmpty() ? remarks.remove(sink) : remarks.put(sink, remark);
    if (!remark.isEmpty() && !remark.equals(before)) {
      event(Severity.WARNING, NotifyCodes.REFUSED.id(), "The sink " + sink + " was told in part: " + remark, at);
    }
  }

  void failed(String sink, Outcome.Failed failed, int tries, Instant next, Instant at) {
    board.failed(sink, failed.fault(), next);
    if (tries >= PATIENCE && told.add(sink)) {
      event(Severity.WARNING, failed.code(),
          "The sink " + sink + " takes nothing, and is tried again for a day: " + failed.fault(), at);
    }
  }

  void refused(String sink, String fault, int news, Instant at) {
    board.givenUp(sink, fault);
    if (told.add(sink)) {
      event(Severity.ERROR, NotifyCodes.REFUSED, "The sink " + sink + " refuses, so that news is lost, now " + news + ": " + fault, at);
    }
  }

  void givenUp(String sink, String fault, int news, Instant at) {
    board.givenUp(sink, fault);
    told.add(sink);
    event(Severity.ERROR, NotifyCodes.GIVEN_UP,
        "The sink " + sink + " was not reached for a day, and news is given up, " + news + ": " + fault, at);
  }

  private void event(Severity severity, Code code, String message, Instant at) {
    event(severity, code.id(), message, at);
  }

  private void event(Severity severity, String code, String message, Instant at) {
    events.append(new NewEvent(at, severity, EventKind.NOTIFY.word(), "", Optional.empty(), "", code, message));
  }
}
