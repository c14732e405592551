package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of what a shape cannot say of fleets, sites and hosts. */
public final class ModelCodes {

  public static final Code CONTRADICTION = Code.user("PVF-0131", "Keys contradict each other");
  public static final Code BAD_ADDRESS = Code.user("PVF-0132", "Address of a host is not usable");
  public static final Code BAD_TIME = Code.user("PVF-0133", "Time or time zone does not exist");

  private ModelCodes() {}
}
