package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.run.Progress.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a run speaks of what went wrong. */
final class Sentences {

  /** Enough to see the pattern; the task's log on the host has the rest. */
  private static final int MOST_WARNINGS = 10;

  /** How Proxmox marks a warning in a task's log. */
  private static final String WARN = "WARN: ";

  private Sentences() {}

  /** A refusal's message with what the host says of each parameter. */
  static String of(String message, Map<String, String> fields) {
    String each = new TreeMap<>(fields).entrySet().stream()
        .map(field -> field.getKey() + ": " + field.getValue())
        .filter(text -> !message.contains(text))
        .collect(Collectors.joining("; "));
    return each.isEmpty() ? message : message + " (" + each + ")";
  }

  /** Proxmox refuses for a lock with these words only, also as the end of a task. */
  static boolean saysLocked(String text) {
    return text.contains("can't lock file") || text.contains("is locked (") || text.contains("got lock request timeout");
  }

  /** No guest's lock, though Proxmox says it where it says those: nothing is written on this host until somebody mends it. */
  static boolean saysNoQuorum(String text) {
    return text.contains("no quorum");
  }

  /** The warnings of a task: the marked lines of a whole log, or lines that somebody has picked from one. */
  static List<String> warnings(List<String> log) {
    List<String> marked = log.stream().filter(line -> line.startsWith(WARN)).map(line -> line.substring(WARN.length())).toList();
    return (marked.isEmpty() ? log : marked).stream().limit(MOST_WARNINGS).toList();
  }

  /** What the end of a refused step is called. */
  static Outcome.Failed failed(int vmid, Duration timeout, Refusal refusal) {
    boolean graceful = refusal.step().key().equals("shutdown") || refusal.step().key().equals("reboot");
    String message = graceful
        ? ("VM %d did not shut down within %s and still runs; nothing was forced. Shut it down in the guest, or "
              + "allow switching it off with restart.force: true. Proxmox: %s")
            .formatted(vmid, readable(timeout), refusal.message())
        : refusal.message();
    return new Outcome.Failed(refusal.kind(), message, refusal.log());
  }

  /** Read back is not what was asked for. */
  static Outcome.Failed mismatch(Step step, List<AttributeChange> differ) {
    String what = differ.stream()
        .map(a -> "%s is %s, asked for %s".formatted(a.path(), shown(a.configured()), shown(a.desired())))
        .collect(Collectors.joining("; "));
    return new Outcome.Failed(FaultKind.REJECTED,
        "\"%s\" was done, but reading back shows otherwise: %s.".formatted(step.title(), what.isEmpty() ? "it is still to be done" : what),
        List.of());
  }

  private static String shown(String value) {
    return value.isEmpty() ? "not set" : value;
  }

  private static String readable(Duration duration) {
    return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }
}
