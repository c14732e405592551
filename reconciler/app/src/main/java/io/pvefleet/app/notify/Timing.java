package io.pvefleet.app.notify;

import io.pvefleet.app.store.Notices.Begun;
import io.pvefleet.fleet.model.Notifications.Sink;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When the news of a sink goes out: grouping, rate limit and quiet hours. What is critical waits for nothing that is not: who
 * sleeps beside the telephone is to be told of the first host that is away, and not of each of twenty that come and go. Pure; the
 * moment is an argument.
 */
final class Timing {
  /** Where nothing is due there is no use in looking before somebody brings something. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** However long others are gathered: hosts that go together are noticed within a minute of each other. */
  static final Duration CRITICAL_GROUP = Duration.ofMinutes(1);

  /** However many there were: what is critical and over the limit comes together with this between two messages. */
  static final Duration CRITICAL_GAP = Duration.ofMinutes(5);

  private static final Comparator<Waiting> CRITICAL_FIRST =
      Comparator.comparing((Waiting one) -> !one.isCritical()).thenComparing(Waiting::id);

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
   * @param begun the last messages
   * @param most what one message takes with it
   */
  static Decision decide(Sink sink, List<Waiting> waiting, List<Begun> begun, Instant now, int most) {
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
    List<Waiting> critical = ready.stream().filter(Waiting::isCritical).toList();
    gathered(ready, sink.group(), now)
        .ifPresent(due -> later.add(later(due, allowed(sink, begun, now))));
    gathered(critical, shorter(sink.group(), CRITICAL_GROUP), now)
        .ifPresent(due -> later.add(later(due, allowedCritical(sink, begun, now))));
    Instant when = later.stream().min(Comparator.naturalOrder()).orElseThrow();
    return when.isAfter(now)
        ? new Decision(List.of(), when)
        // Whatever is ready goes along: one message is better than two.
        : new Decision(ready.stream().sorted(CRITICAL_FIRST).limit(most).map(Waiting::id).toList(), now);
  }

  /** When the first of them has waited long enough for others; empty where there is none. */
  private static Optional<Instant> gathered(List<Waiting> ready, Duration group, Instant now) {
    // A clock that was put back must not make news wait for ever: no longer than a group from now.
    return ready.stream().map(Waiting::made).min(Comparator.naturalOrder())
        .map(made -> made.isAfter(now) ? now.plus(group) : made.plus(group));
  }

  /** When a sink's quiet hours let it through; now where they do already. */
  static Instant heldUntil(Sink sink, boolean isCritical, ZoneId zone, Instant now) {
    return sink.quietHours()
        .filter(hours -> !isCritical || hours.holdsCritical())
        .map(hours -> Quiet.until(hours, zone, now))
        .orElse(now);
  }

  /** When the limit lets another message through. */
  private static Instant allowed(Sink sink, List<Begun> begun, Instant now) {
    Duration per = sink.atMost().per();
    List<Instant> within = begun.stream().map(Begun::at)
        .filter(at -> at.isAfter(now.minus(per)) && !at.isAfter(now)).sorted().toList();
    int tooMany = within.size() - sink.atMost().messages();
    return tooMany < 0 ? now : within.get(tooMany).plus(per);
  }

  /** When it lets one through that has something critical: it counts its like alone, and never for long. */
  private static Instant allowedCritical(Sink sink, List<Begun> begun, Instant now) {
    List<Begun> critical = begun.stream().filter(Begun::isCritical).toList();
    Instant afterGap = critical.stream().map(Begun::at).filter(at -> !at.isAfter(now)).max(Comparator.naturalOrder())
        .map(last -> last.plus(CRITICAL_GAP)).orElse(now);
    Instant allowed = allowed(sink, critical, now);
    return allowed.isBefore(afterGap) ? allowed : afterGap;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
