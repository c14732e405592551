package io.pvefleet.fleet.schema;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of findings that follow from a shape alone. */
public final class SchemaCodes {

  public static final Code UNKNOWN_KEY = Code.user("PVF-0110", "Unknown key");
  public static final Code WRONG_TYPE = Code.user("PVF-0111", "Value has the wrong type");
  public static final Code NOT_ALLOWED = Code.user("PVF-0112", "Value is not allowed");
  public static final Code OUT_OF_RANGE = Code.user("PVF-0113", "Number is out of range");
  public static final Code MISSING_KEY = Code.user("PVF-0114", "Required key is missing");
  public static final Code NULL_NOT_ALLOWED = Code.user("PVF-0115", "null is not allowed here");
  public static final Code BAD_LIST = Code.user("PVF-0116", "List has too few or repeated items");

  private SchemaCodes() {}
}
