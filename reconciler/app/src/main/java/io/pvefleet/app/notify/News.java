package io.pvefleet.app.notify;

import io.pvefleet.app.alert.Alert;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Notifications.Choice;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that is told: an alert that began, one that ended, or an event. Immutable, in no language but that of the store.
 *
 * @param id of the alert or the event
 * @param kind stable word of it
 * @param began of an alert; empty for an event
 * @param object what of the host or VM; may be empty
 * @param text sentence of the store, in English
 * @param changes what Git says and what is, where that is what it is about
 * @param commit in force when it happened, or the one it is about
 * @param who changed it behind Git's back, as far as anybody has looked
 */
record News(
    Type type, long id, String kind, Level level, Instant at, Optional<Instant> began, Where where, String object, String text,
    List<Difference> changes, Optional<Author> commit, Optional<Who> who) {
  News {
    // Of another version's news a part may be missing: it is then unreadable as a whole and not in the middle of a message.
    Stream.of(type, kind, level, at, began, where, object, text, commit, who).forEach(Objects::requireNonNull);
    changes = List.copyOf(changes);
  }

  /** What kind of thing happened. */
  enum Type {
    BEGUN,
    ENDED,
    EVENT
  }

  /** How much a person should care, the least first. */
  enum Level {
    INFO("info"),
    WARNING("warning"),
    ERROR("error"),
    CRITICAL("critical");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static Level of(Alerting.Severity severity) {
      return switch (severity) {
        case WARNING -> WARNING;
        case CRITICAL -> CRITICAL;
      };
    }
  }

  /**
   * Where it happened; everything but the zone is empty, and the number 0, for the whole fleet.
   *
   * @param zone whose clock its times are told by
   */
  record Where(String site, String siteName, String zone, String host, int vmid, String vmName) {
    boolean isHost() {
      return !host.isEmpty();
    }

    boolean isVm() {
      return vmid != 0;
    }

    ZoneId zoneId() {
      return ZoneId.of(zone);
    }
  }

  /** A value that is not as Git says. */
  record Difference(String path, String git, String live) {}

  /** A commit and who made it. */
  record Author(String commit, String author, String subject) {}

  /**
   * Who did it.
   *
   * @param user empty where it is known that nobody can be named
   */
  record Who(String user, Optional<Instant> at, String task) {}

  /** Whether it does not wait for a morning, unless the sink says so. */
  boolean isCritical() {
    return type != Type.EVENT && level == Level.CRITICAL;
  }

  /** Whether it ended without being well: nobody looks any more. */
  boolean isUnwatched() {
    return type == Type.ENDED && Alert.isUnwatched(text);
  }

  /** Whether a sink wants to be told of its kind; where it happened is another question. */
  boolean isOf(Choice choice) {
    return switch (type) {
      case EVENT -> choice.events().contains(kind);
      case BEGUN, ENDED -> choice.alerts().contains(kind) && level.compareTo(Level.of(choice.severity())) >= 0;
    };
  }

  News by(Who newWho) {
    return new News(type, id, kind, level, at, began, where, object, text, changes, commit, Optional.of(newWho));
  }
}
