package io.pvefleet.app.care;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.EventKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns and who made them, as events. Pure. */
final class Telling {
  /** More VMs than this that the same person started or stopped between two passes are one piece of news. */
  private static final int ONE_BY_ONE = 3;

  /** More names than these are on the host's page. */
  private static final int NAMED = 8;

  private Telling() {}

  /** A turn with who made it. */
  record Told(Turn turn, ChangedBy who) {}

  static NewEvent restarted(String host, Instant startedAt, Instant seen) {
    return new NewEvent(seen, Severity.WARNING, EventKind.REBOOTED.word(), host, Optional.empty(), "", "",
        "The host was restarted; up since " + startedAt.truncatedTo(ChronoUnit.SECONDS) + ".");
  }

  static List<NewEvent> of(String host, List<Told> all) {
    record Group(String verb, String who) {}
    Map<Group, List<Told>> groups = new LinkedHashMap<>();
    all.forEach(told -> groups.computeIfAbsent(new Group(verb(told.turn().what()), name(told.who())), _ -> new ArrayList<>()).add(told));
    List<NewEvent> events = new ArrayList<>();
    groups.forEach((group, told) -> {
      if (told.size() > ONE_BY_ONE) {
        events.add(many(host, told.getFirst().turn().what(), group.who(), told));
      } else {
        told.forEach(one -> events.add(one(one)));
      }
    });
    return events;
  }

  private static NewEvent one(Told told) {
    Turn turn = told.turn();
    String verb = verb(turn.what());
    String text = switch (told.who()) {
      case ChangedBy.Known(String user, Instant at, String task, var _, var _) ->
          verb + " by " + user + " at " + at.truncatedTo(ChronoUnit.SECONDS) + ", task " + task + ".";
      case ChangedBy.Unknown(ChangedBy.Why why, var _) -> verb + ". " + unknown(turn.what(), why);
    };
    return new NewEvent(turn.until(), Severity.INFO, kind(turn.what()).word(), turn.vm().host(), Optional.of(turn.vm().vmid()),
        turn.vm().name(), "", text);
  }

  private static NewEvent many(String host, Turn.What what, String who, List<Told> told) {
    String names = told.stream().limit(NAMED).map(one -> one.turn().vm().name()).collect(Collectors.joining(", "));
    String more = told.size() > NAMED ? " (+" + (told.size() - NAMED) + ")" : "";
    String verb = verb(what).toLowerCase(Locale.ROOT);
    return new NewEvent(told.getFirst().turn().until(), Severity.INFO, kind(what).word(), host, Optional.empty(), "", "",
        told.size() + " VMs " + verb + (who.isEmpty() ? ", by whom is not known: " : " by " + who + ": ") + names + more + ".");
  }

  private static String name(ChangedBy who) {
    return switch (who) {
      case ChangedBy.Known known -> known.user();
      case ChangedBy.Unknown _ -> "";
    };
  }

  private static String verb(Turn.What what) {
    return switch (what) {
      case STARTED -> "Started";
      case STOPPED -> "Stopped";
      case CHANGED, DISKS_CHANGED -> "Changed";
      case DELETED -> "Deleted";
    };
  }

  private static EventKind kind(Turn.What what) {
    return switch (what) {
      case STARTED -> EventKind.VM_STARTED;
      case STOPPED -> EventKind.VM_STOPPED;
      case CHANGED, DISKS_CHANGED, DELETED -> EventKind.VM_CHANGED;
    };
  }

  /** An honest answer where nobody can be named. */
  private static String unknown(Turn.What what, ChangedBy.Why why) {
    return switch (why) {
      case NO_TASK -> switch (what) {
        case STARTED, DELETED -> "By whom is not known: no task on the host tells.";
        case STOPPED -> "By whom is not known: no task on the host tells, and a guest that shuts itself down leaves none.";
        case CHANGED, DISKS_CHANGED -> "By whom is not known: Proxmox keeps no record of who changes a setting directly.";
      };
      case NOT_PERMITTED -> "By whom is not known: the token may not see the tasks of others (Sys.Audit on the node).";
      case NO_ANSWER -> "By whom is not known: the host did not answer when it was asked.";
    };
  }
}
