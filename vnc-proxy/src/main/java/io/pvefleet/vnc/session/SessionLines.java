package io.pvefleet.vnc.session;

import io.pvefleet.vnc.audit.ConsoleRecord;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line in the log when a console opens and one when it is over. */
final class SessionLines {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private SessionLines() {}

  static void opened(ConsoleRecord row) {
    LOG.atInfo()
        .addKeyValue("session", row.id())
        .addKeyValue("user", row.user())
        .addKeyValue("from", row.from())
        .addKeyValue("guest", row.host() + "/" + row.vmid())
        .addKeyValue("mode", row.mode())
        .addKeyValue("display", row.display())
        .addKeyValue("upid", row.upid())
        .log("Console opened");
  }

  /** Somebody wanted what no rule allows. Other refusals are a page that waits, and metrics count them. */
  static void forbidden(Asker asker, String guest, ConsoleRefused refused) {
    LOG.atInfo()
        .addKeyValue("code", refused.refusal().code())
        .addKeyValue("user", asker.person().name())
        .addKeyValue("from", asker.from())
        .addKeyValue("guest", guest)
        .log("Console refused");
  }

  static void closed(ConsoleRecord row) {
    LOG.atInfo()
        .addKeyValue("session", row.id())
        .addKeyValue("user", row.user())
        .addKeyValue("guest", row.host() + "/" + row.vmid())
        .addKeyValue("reason", row.closeReason())
        .addKeyValue("code", row.closeCode())
        .addKeyValue("seconds", row.closed().map(at -> Duration.between(row.opened(), at).toSeconds()).orElse(0L))
        .addKeyValue("bytesToBrowser", row.bytesToBrowser())
        .addKeyValue("keys", row.keys())
        .log("Console closed");
  }
}
