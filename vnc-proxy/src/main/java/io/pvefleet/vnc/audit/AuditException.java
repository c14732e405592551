package io.pvefleet.vnc.audit;

import io.pvefleet.fleet.diagnostic.Code;

/** The audit trail cannot be opened. The message says which file and why. */
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AuditException(String message, Throwable cause) {
    super(message, cause);
  }

  public Code code() {
    return AuditCodes.NOT_WRITTEN;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
