package io.pvefleet.app.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * When alerts begin and end. An alert begins once something was beyond its limit for as long as the limit says, and ends once it was
 * well for a while; what lies between, and what nobody knows, neither begins nor ends one. Pure.
 */
final class Judge {

  /**
   * For how long a thing was beyond its limit, or well, without a break.
   *
   * @param at of when the last fact is
   */
  record Streak(Optional<Instant> beyondSince, Optional<Instant> wellSince, Instant at) {}

  /**
   * What has to be known of what was.
   *
   * @param lastId the highest that was ever given away
   */
  record Known(SequencedMap<Alert.Key, Alert> inForce, Map<Alert.Key, Streak> streaks, long lastId) {
    static final Known NOTHING = new Known(new LinkedHashMap<>(), Map.of(), 0);

    static Known of(Collection<Alert> inForce) {
      SequencedMap<Alert.Key, Alert> byKey = new LinkedHashMap<>();
      inForce.forEach(alert -> byKey.put(alert.key(), alert));
      return new Known(byKey, Map.of(), inForce.stream().mapToLong(Alert::id).max().orElse(0));
    }
  }

  /** What is known from now on, and what of it is news. */
  record Ruling(Known known, List<Alert> begun, List<Alert> ended) {}

  private final Instant now;
  private final Duration longestGap;
  private final SequencedMap<Alert.Key, Alert> inForce;
  private final Map<Alert.Key, Streak> streaks = new HashMap<>();
  private final List<Alert> begun = new ArrayList<>();
  private final List<Alert> ended = new ArrayList<>();
  private long lastId;

  private Judge(Known before, Instant now, Duration longestGap) {
    this.now = now;
    this.longestGap = longestGap;
    this.inForce = new LinkedHashMap<>(before.inForce());
    this.lastId = before.lastId();
  }

  /**
   * The ruling on all facts at once.
   *
   * @param facts one for each thing; an alert in force that none is about stays as it is
   * @param longestGap between two facts of one streak: after a longer silence nobody knows what was meanwhile
   */
  static Ruling rule(Known before, Collection<Fact> facts, Instant now, Duration longestGap) {
    Judge judge = new Judge(before, now, longestGap);
    facts.forEach(fact -> judge.rule(fact, Optional.ofNullable(before.streaks().get(fact.key()))));
    return new Ruling(
        new Known(judge.inForce, judge.streaks, judge.lastId), List.copyOf(judge.begun), List.copyOf(judge.ended));
  }

  private void rule(Fact fact, Optional<Streak> before) {
    switch (fact.standing()) {
      case Standing.Unknown _ -> before.ifPresent(streak -> streaks.put(fact.key(), streak));
      case Standing.Gone(Standing.Why why) -> end(fact, message -> AlertText.gone(why, message));
      case Standing.Between(Instant at) -> streaks.put(fact.key(), new Streak(Optional.empty(), Optional.empty(), at));
      case Standing.Well(Instant at) -> {
        Instant since = unbroken(before, at).flatMap(Streak::wellSince).orElse(at);
        if (!inForce.containsKey(fact.key())) {
          return; // nothing to wait for
        }
        streaks.put(fact.key(), new Streak(Optional.empty(), Optional.of(since), at));
        if (Duration.between(since, at).compareTo(fact.key().kind().calm()) >= 0) {
          end(fact, message -> message);
        }
      }
      case Standing.Beyond beyond -> {
        Instant at = beyond.at();
        Instant since = beyond.since().or(() -> unbroken(before, at).flatMap(Streak::beyondSince)).orElse(at);
        streaks.put(fact.key(), new Streak(Optional.of(since), Optional.empty(), at));
        beyond(fact, beyond, since);
      }
    }
  }

  private void beyond(Fact fact, Standing.Beyond beyond, Instant since) {
    Alert.Key key = fact.key();
    Alert known = inForce.get(key);
    if (known != null) {
      // The streak may be younger than the alert: the process was started anew, or it was between for a while.
      Instant first = beyond.since().orElse(known.began().minus(fact.limit().lasting()));
      inForce.put(key, known.saying(fact.limit().severity(), beyond.message().apply(first)));
    } else if (Duration.between(since, beyond.at()).compareTo(fact.limit().lasting()) >= 0) {
      // Times are as good as numbers here, and outlive a lost store without being given twice.
      lastId = Math.max(lastId + 1, now.toEpochMilli());
      Optional<Integer> vmid = key.vmid() == 0 ? Optional.empty() : Optional.of(key.vmid());
      Alert alert = new Alert(lastId, key.kind(), fact.limit().severity(), key.host(), vmid, fact.vmName(), key.object(), now,
          Optional.empty(), beyond.message().apply(since));
      inForce.put(key, alert);
      begun.add(alert);
    }
  }

  private Optional<Streak> unbroken(Optional<Streak> before, Instant at) {
    return before.filter(streak ->
        !at.isBefore(streak.at()) && Duration.between(streak.at(), at).compareTo(longestGap) <= 0);
  }

  private void end(Fact fact, UnaryOperator<String> message) {
    Alert known = inForce.remove(fact.key());
    streaks.remove(fact.key());
    if (known != null) {
      ended.add(known.endedAt(now, message.apply(known.message())));
    }
  }
}
