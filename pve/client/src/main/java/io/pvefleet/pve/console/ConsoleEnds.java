package io.pvefleet.pve.console;

import io.pvefleet.pve.console.ConsoleEnd.Cause;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.http.TaskEnd;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from a console's task why it ended. */
final class ConsoleEnds {

  /** The task ends within a moment of its socket, but its host may be busy; and somebody waits for the answer. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** qemu-server {@code qm vncproxy}; {@code lxc-attach} and dtach behind a container's console. */
  private static final Pattern NOT_RUNNING = Pattern.compile("\\b(?:VM|CT) \\d+ (?:is )?not running|\\bnot running\\b");

  /** The alarm around the one accept of a console's port. */
  private static final Pattern NOT_CONNECTED = Pattern.compile("connection timed out|waiting for client: timed out");

  /** pve-access-control {@code verify_username}: before 9.0.4 it takes no token's name. */
  private static final Pattern TOKEN_REFUSED = Pattern.compile("![^ ]*' does not look like a valid user ?name");

  /** termproxy, whose question to the host's own API was answered with no; the reason is not always passed on. */
  private static final Pattern NOT_AUTHENTICATED = Pattern.compile("invalid authentication - \\d+");

  /** Longest text: a log may hold more than anybody reads. */
  private static final int MAX_TEXT = 500;

  /** The line that ends each log. */
  private static final Pattern END_LINE = Pattern.compile("^TASK (?:OK|ERROR|WARNINGS)\\b.*");

  private ConsoleEnds() {}

  static boolean isTokenRefused(String text) {
    return TOKEN_REFUSED.matcher(text).find();
  }

  /**
   * Reads the end of a console's task.
   *
   * @param isByToken whether an API token made the ticket; a terminal's ticket just made is good, so that only its name is refused
   */
  static ConsoleEnd of(TaskEnd end, boolean isByToken) {
    return switch (end) {
      case TaskEnd.Succeeded ignored -> new ConsoleEnd(Cause.CLOSED, "");
      case TaskEnd.Unknown(Upid ignored, PveException.Indeterminate fault) -> new ConsoleEnd(Cause.UNKNOWN, fault.message());
      case TaskEnd.Failed(Upid ignored, PveException fault, List<String> log) -> failed(fault.message(), log, isByToken);
    };
  }

  private static ConsoleEnd failed(String exitStatus, List<String> log, boolean isByToken) {
    String text =
        Stream.concat(log.stream().filter(line -> !line.isBlank() && !END_LINE.matcher(line).matches()), Stream.of(exitStatus))
            .map(line -> line.replaceAll("[\\p{Cntrl}\\s]+", " ").strip())
            .collect(Collectors.joining("; "));
    boolean isTokenRefused = isTokenRefused(text) || isByToken && NOT_AUTHENTICATED.matcher(text).find();
    Cause cause =
        isTokenRefused ? Cause.TOKEN_REFUSED
            : NOT_RUNNING.matcher(text).find() ? Cause.NOT_RUNNING
            : NOT_CONNECTED.matcher(text).find() ? Cause.NOT_CONNECTED
            : Cause.FAILED;
    return new ConsoleEnd(cause, text.length() <= MAX_TEXT ? text : "..." + text.substring(text.length() - MAX_TEXT));
  }
}
