package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.audit.ConsoleRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One person's console of one guest, over all its dials. Guarded by the registry's lock. */
final class Session {
  final String id;
  final Guest guest;
  final String name;
  final Verb mode;
  final Display display;
  final Instant since;

  Call call;
  private int calls = 1;
  private String nonce = "";
  Instant nonceUntil = Instant.MIN;

  Session(String id, Guest guest, String name, Verb mode, Display display, Call call) {
    this.id = id;
    this.guest = guest;
    this.name = name;
    this.mode = mode;
    this.display = display;
    this.since = call.asked;
    this.call = call;
  }

  String user() {
    return call.asker.person().name();
  }

  boolean isOn(Guest other) {
    return guest.vmid() == other.vmid() && guest.host().equals(other.host());
  }

  /** The id of the next dial's audit row: the session's own for the first. */
  String nextRow() {
    calls++;
    return id + "-" + calls;
  }

  /** From now on this nonce counts, and none before it. */
  void expect(String newNonce, Instant until) {
    nonce = newNonce;
    nonceUntil = until;
  }

  /** Whether that is the nonce, in time; it is used then. A wrong one leaves the right one valid. */
  boolean redeem(String shown, Instant now) {
    boolean isRight =
        !nonce.isEmpty()
            && now.isBefore(nonceUntil)
            && MessageDigest.isEqual(nonce.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    if (isRight) {
      nonce = "";
    }
    return isRight;
  }

  SessionView view() {
    return new SessionView(
        id, guest, name, user(), since, mode, display, call.state, call.takesOver, call.trafficNow(), call.reason);
  }

  ConsoleRecord record(Call call) {
    Traffic traffic = call.trafficNow();
    Optional<Way> way = Optional.ofNullable(call.way);
    return new ConsoleRecord(
        call.row, call.asker.person().name(), call.asker.from(), guest.host(), guest.vmid(), name, guest.site(),
        mode.name().toLowerCase(Locale.ROOT), display.word(), call.takesOver, way.map(Way::upid).orElse(""), call.asked,
        way.map(Way::opening), way.map(Way::authenticating), call.firstFrame, traffic.bytesToBrowser(), traffic.bytesToGuest(),
        traffic.keys(), traffic.clipboardBytes(), call.closed, call.reason.map(CloseReason::code).orElse(0),
        call.reason.map(CloseReason::word).orElse(""));
  }

  /** Whether its row has to be written again. */
  boolean isRowOld(Instant now, Duration interval) {
    return call.state == State.OPEN
        && !now.isBefore(call.written.plus(interval))
        && !call.trafficNow().equals(call.writtenTraffic);
  }
}
