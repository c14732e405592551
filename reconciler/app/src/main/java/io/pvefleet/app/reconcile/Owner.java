package io.pvefleet.app.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who has a host: a process as others on the same machine can recognize it, so that the successor of one that was killed need not
 * wait for its lease to run out.
 *
 * @param machine this start of the operating system and the process numbers that are seen here (a container has its own); empty where
 *     the system does not tell, and then nobody is ever taken for gone
 * @param user since another user's processes may be hidden from us, and hidden is not gone
 * @param started of the process, in the system's own ticks since its start, which no change of the clock moves
 * @param id one for each reconciler
 */
record Owner(String machine, String user, long pid, long started, String id) {

  /** Field 22 of {@code /proc/PID/stat}, counted behind the name in brackets, which may hold anything. */
  private static final int STARTED = 19;

  private static final Path PROC = Path.of("/proc");

  static Owner ofThisProcess() {
    long pid = ProcessHandle.current().pid();
    Optional<Long> started = started(pid);
    return new Owner(
        started.isPresent() ? thisMachine() : "", System.getProperty("user.name", ""), pid, started.orElse(0L),
        UUID.randomUUID().toString());
  }

  /** As a lease keeps it. */
  String text() {
    return String.join(" ", machine.isEmpty() ? "-" : machine, pid + "", started + "", id, user);
  }

  /** Whether the owner of that text is known to be no more: same machine, same user, and no process of that number and start. */
  boolean knowsGone(String other) {
    List<String> parts = List.of(other.split(" ", 5));
    if (machine.isEmpty() || parts.size() < 5 || !parts.get(0).equals(machine) || !parts.get(4).equals(user)) {
      return false;
    }
    try {
      long number = Long.parseLong(parts.get(1));
      long ticks = Long.parseLong(parts.get(2));
      return isGone(number, ticks);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isGone(long pid, long ticks) {
    Path stat = PROC.resolve(Long.toString(pid)).resolve("stat");
    try {
      List<String> fields = fields(Files.readString(stat));
      return fields.getFirst().equals("Z") || fields.getFirst().equals("X") || Long.parseLong(fields.get(STARTED)) != ticks;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException | RuntimeException e) {
      // It ended while it was read, or the system tells it otherwise: the lease's own time decides then.
      return false;
    }
  }

  private static Optional<Long> started(long pid) {
    try {
      return Optional.of(Long.parseLong(fields(Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"))).get(STARTED)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static List<String> fields(String stat) {
    return List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" "));
  }

  private static String thisMachine() {
    try {
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).trim();
      String numbers = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
      return (boot + "/" + numbers).replace(' ', '_');
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }
}
