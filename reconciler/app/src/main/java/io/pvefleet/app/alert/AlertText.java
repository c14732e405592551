package io.pvefleet.app.alert;

import io.pvefleet.fleet.model.Alerting.Limit;
import io.pvefleet.fleet.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of alerts, each with figure, limit and since when; pages have them in other languages as {@code said.alert.*}. */
final class AlertText {
  /** More attributes than these are on the VM's page. */
  private static final int NAMED = 3;

  /** A host that is away is not tried each time; what it was away with the first time is what matters. */
  private static final Pattern UNTRIED = Pattern.compile("not tried: no answer since \\S+ \\((.*)\\); .*");

  /** How the message of an alert begins that ended so. */
  static final String UNWATCHED = "Not watched any more";

  private AlertText() {}

  /**
   * @param what of the host or VM: {@code CPU}, {@code Memory}, {@code Storage local-lvm}
   */
  static String usage(String what, double percent, Limit limit, Instant since) {
    return String.format(Locale.ROOT, "%s is at %.1f %%, above %d %% since %s.", what, percent, limit.figure(), moment(since));
  }

  static String offline(Instant since, String fault) {
    Matcher untried = UNTRIED.matcher(fault);
    String why = untried.matches() ? untried.group(1) : fault;
    return why.isEmpty() ? "No answer since " + moment(since) + "." : "No answer since " + moment(since) + ": " + why;
  }

  /**
   * @param what that ends: {@code The certificate}, {@code The token pvefleet@pve!fleet}
   */
  static String expires(String what, Instant end, Instant now, Limit limit) {
    if (!end.isAfter(now)) {
      return what + " has expired at " + moment(end) + ".";
    }
    long days = Duration.between(now, end).toDays();
    return "%s expires at %s: %d d left, limit %d d.".formatted(what, moment(end), days, limit.figure());
  }

  static String drift(Instant since, Limit limit, List<String> paths) {
    String named = String.join(", ", paths.subList(0, Math.min(NAMED, paths.size())));
    String more = paths.size() > NAMED ? "; and " + (paths.size() - NAMED) + " more" : "";
    String text = "Not as Git says since %s, longer than %s".formatted(moment(since), Durations.format(limit.lasting()));
    return paths.isEmpty() ? text + "." : text + ": " + named + more + ".";
  }

  static String pendingRestart(Instant since, Limit limit) {
    return "Waits for a restart since %s, longer than %s.".formatted(moment(since), Durations.format(limit.lasting()));
  }

  static String runFailed(Instant since, String detail) {
    return "A change failed at " + moment(since) + ": " + detail;
  }

  static String commitRejected(String shortId, String author, String message, int errors) {
    return "Commit %s by %s, \"%s\", is not in force: it has %s.".formatted(
        shortId, author, message, errors == 1 ? "1 error" : errors + " errors");
  }

  /** Of an alert that is over without its cause being so: "ended" alone would be read as "well again". */
  static String gone(Standing.Why why, String message) {
    return switch (why) {
      case LEFT_GIT -> "Not watched any more, since it left Git. It was: " + message;
      case RULE_OFF -> "Not watched any more, since the rule is switched off. It was: " + message;
      case STORAGE_GONE -> "Not watched any more, since the storage is gone. It was: " + message;
    };
  }

  /** An alert that is over, for the events. */
  static String ended(Alert alert) {
    return "The alert of " + moment(alert.began()) + " has ended: " + alert.message();
  }

  private static String moment(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
