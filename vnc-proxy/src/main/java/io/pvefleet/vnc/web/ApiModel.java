package io.pvefleet.vnc.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.audit.ConsoleRecord;
import io.pvefleet.vnc.session.Admittance;
import io.pvefleet.vnc.session.CloseReason;
import io.pvefleet.vnc.session.Other;
import io.pvefleet.vnc.session.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API answers, field by field. */
final class ApiModel {

  private ApiModel() {}

  /** A session that a page may connect to now. */
  record Connected(
      String sessionId, String url, Instant expiresAt, String nonce, String display, String host, int vmid, String name,
      String siteName, boolean viewOnly, boolean mayControl, List<Other> others) {

    static Connected of(Admittance admittance) {
      SessionView session = admittance.session();
      return new Connected(
          session.id(), "/console/" + session.id(), admittance.expiresAt(), admittance.nonce(), session.display().word(),
          session.guest().host(), session.guest().vmid(), session.name(), session.guest().siteName(), session.mode() == Verb.VIEW,
          admittance.mayControl(), admittance.others());
    }

    @Override
    public String toString() {
      return "Connected[" + sessionId + ", nonce=***]";
    }
  }

  /** A session. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SessionRow(
      String sessionId, String host, int vmid, String name, String siteName, String user, Instant since, boolean viewOnly,
      String display, String state, boolean tookOver, long bytesToBrowser, long bytesToGuest, long keys,
      @Nullable Integer closeCode, @Nullable String closeReason) {

    static SessionRow of(SessionView view) {
      return new SessionRow(
          view.id(), view.guest().host(), view.guest().vmid(), view.name(), view.guest().siteName(), view.user(), view.since(),
          view.mode() == Verb.VIEW, view.display().word(), view.state().word(), view.tookOver(), view.traffic().bytesToBrowser(),
          view.traffic().bytesToGuest(), view.traffic().keys(), view.closed().map(CloseReason::code).orElse(null),
          view.closed().map(CloseReason::word).orElse(null));
    }
  }

  record SessionList(List<SessionRow> sessions) {}

  /** A row of the audit trail. Times it took are milliseconds and absent where they are not known. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AuditRow(
      String id, String user, String from, String host, int vmid, String guest, String site, String mode, String display,
      boolean tookOver, String upid, Instant opened, @Nullable Long opening, @Nullable Long authenticating,
      @Nullable Long firstFrame, long bytesToBrowser, long bytesToGuest, long keys, long clipboardBytes,
      @Nullable Instant closed, int closeCode, String closeReason) {

    static AuditRow of(ConsoleRecord row) {
      return new AuditRow(
          row.id(), row.user(), row.from(), row.host(), row.vmid(), row.guest(), row.site(), row.mode(), row.display(),
          row.tookOver(), row.upid(), row.opened(), millis(row.opening()), millis(row.authenticating()), millis(row.firstFrame()),
          row.bytesToBrowser(), row.bytesToGuest(), row.keys(), row.clipboardBytes(), row.closed().orElse(null), row.closeCode(),
          row.closeReason());
    }

    private static @Nullable Long millis(Optional<Duration> duration) {
      return duration.map(Duration::toMillis).orElse(null);
    }
  }

  record AuditRows(List<AuditRow> rows) {}
}
