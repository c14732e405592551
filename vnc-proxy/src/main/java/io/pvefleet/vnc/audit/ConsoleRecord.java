package io.pvefleet.vnc.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One session's row. Holds no ticket, password, key content or clipboard text.
 *
 * @param mode {@code view} or {@code console}
 * @param display {@code screen} or {@code terminal}
 * @param from address of the browser
 * @param upid of the Proxmox task, which ties its log to the person; empty where none was started
 * @param opening from the request to an open way to the host
 * @param authenticating from there to the end of VNC authentication
 * @param firstFrame from the request to the first picture in the browser
 * @param keys how many key presses reached the guest
 * @param clipboardBytes sent to the guest
 * @param closed empty while it is open
 * @param closeCode the WebSocket close code, for example 4409
 * @param closeReason a stable word, for example {@code taken-over}
 */
public record ConsoleRecord(
    String id, String user, String from, String host, int vmid, String guest, String site, String mode, String display, boolean tookOver,
    String upid, Instant opened, Optional<Duration> opening, Optional<Duration> authenticating, Optional<Duration> firstFrame,
    long bytesToBrowser, long bytesToGuest, long keys, long clipboardBytes, Optional<Instant> closed, int closeCode, String closeReason) {}
