package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of what a shape cannot say of fleets, sites, hosts, access policies and windows. */
public final class ModelCodes {

  public static final Code CONTRADICTION = Code.user("PVF-0131", "Keys contradict each other");
  public static final Code BAD_ADDRESS = Code.user("PVF-0132", "Address of a host is not usable");
  public static final Code BAD_TIME = Code.user("PVF-0133", "Time or time zone does not exist");
  public static final Code EMPTY_SELECTOR = Code.user("PVF-0134", "Selector of an access policy is empty");
  public static final Code EMPTY_LIST = Code.user("PVF-0135", "Empty list of a selector restricts nothing");
  public static final Code NO_LENGTH = Code.user("PVF-0137", "Window opens and shuts at the same time");
  public static final Code PASSWORD_IN_THE_CLEAR = Code.user("PVF-0163", "Password would be sent unprotected");
  public static final Code OUR_HEADER = Code.user("PVF-0164", "Header of a webhook cannot be set");
  public static final Code TOLD_NOTHING = Code.user("PVF-0165", "Sink of notifications is told nothing");
  public static final Code ALWAYS_QUIET = Code.user("PVF-0166", "Quiet hours begin and end at the same time");

  private ModelCodes() {}
}
