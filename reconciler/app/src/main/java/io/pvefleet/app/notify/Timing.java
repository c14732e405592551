package io.pvefleet.app.notify;

import io.pvefleet.fleet.model.Notifications.Sink;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When the news of a sink goes out: grouping, rate limit and quiet hours. Pure; the moment is an argument. */
final class Timing {
  /** Where nothing is due there is no use in looking before somebody brings something. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private Timing() {}

  /**
   * One that waits.
   *
   * @param id of the notice
   * @param zone whose quiet hours it keeps
   */
  record Waiting(long id, Instant made, boolean isCritical, ZoneId zone) {}

  /**
   * What to do.
   *
   * @param go notices that go out now, in one message; empty where none does
   * @param next when to look again where none does
   */
  record Decision(List<Long> go, Instant next) {}

  /**
   * @param waiting the oldest first
   * @param begun when the last messages were begun
   */
  static Decision decide(Sink sink, List<Waiting> waiting, List<Instant> begun, Instant now) {
    List<Waiting> ready = new ArrayList<>();
    List<Instant> later = new ArrayList<>(List.of(now.plus(LONGEST)));
    for (Waiting one : waiting) {
      Instant free = heldUntil(sink, one.isCritical(), one.zone(), now);
      if (free.isAfter(now)) {
        later.add(free);
      } else {
        ready.add(one);
      }
    }
    if (ready.isEmpty()) {
      return new Decision(List.of(), later.stream().min(Comparator.naturalOrder()).orElseThrow());
    }
    // A clock that was put back must not make news wait for ever: no longer than a group from now.
    Instant made = ready.stream().map(Waiting::made).min(Comparator.naturalOrder()).orElseThrow();
    Instant due = made.isAfter(now) ? now.plus(sink.group()) : made.plus(sink.group());
    Instant allowed = allowed(sink, begun, now);
    Instant when = due.isAfter(allowed) ? due : allowed;
    if (when.isAfter(now)) {
      later.add(when);
      return new Decision(List.of(), later.stream().min(Comparator.naturalOrder()).orElseThrow());
    }
    return new Decision(ready.stream().map(Waiting::id).toList(), now);
  }

  /** When a sink's quiet hours let it through; now where they do already. */
  static Instant heldUntil(Sink sink, boolean isCritical, ZoneId zone, Instant now) {
    return sink.quietHours()
        .filter(hours -> !isCritical || hours.holdsCritical())
        .map(hours -> Quiet.until(hours, zone, now))
        .orElse(now);
  }

  /** When the limit lets another message through. */
  private static Instant allowed(Sink sink, List<Instant> begun, Instant now) {
    Duration per = sink.atMost().per();
    List<Instant> within = begun.stream().filter(at -> at.isAfter(now.minus(per)) && !at.isAfter(now)).sorted().toList();
    int tooMany = within.size() - sink.atMost().messages();
    return tooMany < 0 ? now : within.get(tooMany).plus(per);
  }
}
