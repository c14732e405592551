package io.pvefleet.app.consoles;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One session, as the proxy's audit trail has it.
 *
 * @param mode {@code view} or {@code console}
 * @param display {@code screen} or {@code terminal}
 * @param from address of the browser
 * @param upid of the task in Proxmox; empty where the session came not that far
 * @param firstFrame from the click to the first picture; empty where none came
 * @param closed empty while it is open
 * @param closeReason a stable word, for example {@code taken-over}; empty while it is open
 */
public record ConsoleRow(
    String id, String user, String from, String host, int vmid, String guest, String mode, String display, boolean tookOver, String upid,
    Instant opened, Optional<Duration> firstFrame, long bytesToBrowser, long keys, Optional<Instant> closed, int closeCode,
    String closeReason) {

  private static final Set<String> ORDINARY = Set.of("browser-left", "ended", "logged-out");

  public boolean isOpen() {
    return closed.isEmpty();
  }

  /** Whether it ended because its person wanted so. */
  public boolean isOrdinary() {
    return ORDINARY.contains(closeReason);
  }
}
