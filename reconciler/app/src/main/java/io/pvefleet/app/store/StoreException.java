package io.pvefleet.app.store;

import io.pvefleet.fleet.diagnostic.Code;

/** The store cannot be used: with a code, what happened and what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Code code;
  private final String remedy;

  StoreException(Code code, String message, String remedy, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.remedy = remedy;
  }

  public StoreException(Code code, String message, String remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }

  public Code code() {
    return code;
  }

  public String remedy() {
    return remedy;
  }
}
