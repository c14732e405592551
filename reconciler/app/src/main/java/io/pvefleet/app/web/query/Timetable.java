package io.pvefleet.app.web.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the clockwork of this process does what next; empty where it does nothing of the kind. Thread safe. */
public interface Timetable {

  /** Nothing is done by itself. */
  Timetable NONE = new Timetable() {
    @Override
    public Optional<Instant> nextLook(String host) {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> nextPoll() {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> nextTidy() {
      return Optional.empty();
    }

    @Override
    public Duration tidyEvery() {
      return Duration.ZERO;
    }
  };

  /** When that host is looked at next. */
  Optional<Instant> nextLook(String host);

  /** When Git is asked next. */
  Optional<Instant> nextPoll();

  /** When what is older than its limit is forgotten next. */
  Optional<Instant> nextTidy();

  /** How often that is. */
  Duration tidyEvery();
}
