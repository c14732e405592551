package io.pvefleet.process.secret;

/** A reference that leads to no secret. The message names the reference and never what is behind it. */
public final class SecretException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SecretException(String message) {
    super(message);
  }

  public SecretException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
