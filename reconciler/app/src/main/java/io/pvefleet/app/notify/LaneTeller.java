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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells board and events how it goes with sinks. Events tell turns alone: a sink that is told of its own events would otherwise hear
 * of each message that failed, in another that fails. Thread safe.
 */
final class LaneTeller {
  /** About half a minute: what is over by then was nobody's concern. */
  private static final int PATIENCE = 3;

  private final SinkBoard board;
  private final EventLog events;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  LaneTeller(SinkBoard board, EventLog events) {
    this.board = board;
    this.events = events;
  }

  /** How an earlier process left it: what it told is not told again. */
  void recall(String sink, Notices notices) {
    Optional<Message> underWay = notices.underWay(sink);
    Optional<Notices.Ended> delivered = notices.last(sink, Result.DELIVERED);
    Optional<Notices.Ended> givenUp = notices.last(sink, Result.GIVEN_UP)
        .filter(last -> !last.fault().isEmpty() && delivered.map(d -> d.id() < last.id()).orElse(true));
    if (givenUp.isPresent() || underWay.filter(message -> message.tries() >= PATIENCE).isPresent()) {
      told.add(sink);
    }
    String fault = underWay.map(Message::fault).filter(f -> !f.isEmpty()).or(() -> givenUp.map(Notices.Ended::fault)).orElse("");
    board.recall(sink, delivered.map(Notices.Ended::at), fault,
        underWay.filter(message -> message.tries() > 0).map(Message::due));
  }

  void delivered(String sink, String remark, Instant at) {
    board.delivered(sink, at, remark);
    if (told.remove(sink)) {
      event(Severity.INFO, "", "The sink " + sink + " is told again.", at);
    }
    if (!remark.isEmpty()) {
      event(Severity.WARNING, NotifyCodes.REFUSED.id(), "The sink " + sink + " was told in part: " + remark, at);
    }
  }

  void failed(String sink, String fault, int tries, Instant next, Instant at) {
    board.failed(sink, fault, next);
    if (tries >= PATIENCE && told.add(sink)) {
      event(Severity.WARNING, NotifyCodes.NOT_REACHED, "The sink " + sink + " is not reached, and is tried again for a day: " + fault, at);
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
