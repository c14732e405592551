package io.pvefleet.pve.simulator.screen;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A few commands that harm nobody. Pure. */
final class SimulatedShell {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String HELP = "help hostname whoami date uname echo stty clear exit";

  private final String guestName;

  SimulatedShell(String guestName) {
    this.guestName = guestName;
  }

  String greeting() {
    return "Welcome to " + guestName + ". Type help.\n";
  }

  String prompt() {
    return "root@" + guestName + ":~# ";
  }

  /** What a command prints, lines ended by a line feed. */
  String run(String line, TerminalSize size, Instant now) {
    String command = line.strip();
    String name = command.split("\\s+", 2)[0];
    String rest = command.substring(name.length()).strip();
    return switch (name) {
      case "" -> "";
      case "help" -> HELP + "\n";
      case "hostname" -> guestName + "\n";
      case "whoami" -> "root\n";
      case "date" -> DATE.format(now) + "\n";
      case "uname" -> rest.isEmpty() ? "Linux\n" : "Linux " + guestName + " 6.12.0-simulated #1 SMP x86_64 GNU/Linux\n";
      case "echo" -> rest + "\n";
      case "stty" -> rest.equals("size") ? size.rows() + " " + size.columns() + "\n" : "stty: only size is simulated\n";
      default -> "-bash: " + name + ": command not found\n";
    };
  }

  boolean leaves(String line) {
    return line.strip().equals("exit") || line.strip().equals("logout");
  }

  boolean clears(String line) {
    return line.strip().equals("clear");
  }
}
