package io.pvefleet.vnc.access;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of rights that are missing for everybody. */
public final class AccessCodes {

  public static final Code NO_POLICY = Code.user("PVF-0730", "No access policy in the repository");

  private AccessCodes() {}
}
