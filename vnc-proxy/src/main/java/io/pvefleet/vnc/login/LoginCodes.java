package io.pvefleet.vnc.login;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of what can go wrong while people prove who they are. */
public final class LoginCodes {

  public static final Code LOGIN_REQUIRED = Code.user("PVF-0740", "Login is required");
  public static final Code BAD_USER_FILE = Code.user("PVF-0741", "User file cannot be used");
  public static final Code WRONG_LOGIN = Code.user("PVF-0742", "Name or password is wrong");
  public static final Code TOO_MANY_ATTEMPTS = Code.user("PVF-0743", "Too many failed logins");
  public static final Code STALE_FORM = Code.user("PVF-0744", "Login form is not valid any more");
  public static final Code UNTRUSTED_PROXY =
      Code.user("PVF-0745", "Request claims a login and does not come from a trusted proxy");
  public static final Code PROVIDER_DOWN = Code.world("PVF-0746", "Login provider cannot be used");
  public static final Code PROVIDER_REFUSED = Code.world("PVF-0747", "Login at the provider failed");

  private LoginCodes() {}
}
