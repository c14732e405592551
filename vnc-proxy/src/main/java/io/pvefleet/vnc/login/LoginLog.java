package io.pvefleet.vnc.login;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each login, failed login and logout: who, from where, never with what. */
final class LoginLog {
  private static final Logger LOG = LoggerFactory.getLogger(LoginLog.class);

  private LoginLog() {}

  static void loggedIn(String user, String from) {
    LOG.atInfo().addKeyValue("user", shown(user)).addKeyValue("from", from).log("Logged in");
  }

  static void loggedOut(String user, String from) {
    LOG.atInfo().addKeyValue("user", shown(user)).addKeyValue("from", from).log("Logged out");
  }

  /**
   * @param user empty where the name does not exist: people type passwords into the wrong field
   */
  static void failed(String user, String from, Problem why) {
    LOG.atWarn().addKeyValue("code", why.code()).addKeyValue("user", user.isEmpty() ? "unknown" : shown(user))
        .addKeyValue("from", from).log("A login failed");
  }

  static void failed(String from, Problem why, String detail) {
    LOG.atWarn().addKeyValue("code", why.code()).addKeyValue("from", from).addKeyValue("why", shown(detail))
        .log("A login failed");
  }

  /** What comes from outside may not forge a line of the log. */
  static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 200 ? clean : clean.substring(0, 197) + "...";
  }
}
