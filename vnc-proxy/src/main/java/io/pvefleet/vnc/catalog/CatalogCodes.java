package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of what keeps the proxy from knowing the fleet. */
public final class CatalogCodes {

  public static final Code REJECTED = Code.user("PVF-0731", "Commit is refused by the console proxy");
  public static final Code POLL_FAILED = new Code("PVF-0733", "Reading the fleet failed", Code.Blame.BUG);

  private CatalogCodes() {}
}
