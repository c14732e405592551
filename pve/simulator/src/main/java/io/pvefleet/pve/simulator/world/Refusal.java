package io.pvefleet.pve.simulator.world;

import java.util.Map;

/** How a handler dies: ends the handling of one call with an error and leaves the world as it was. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, String> errors;

  private Refusal(int status, String message, Map<String, String> errors) {
    super(message, null, false, false);
    this.status = status;
    this.errors = Map.copyOf(errors);
  }

  public static Refusal of(int status, String message) {
    return new Refusal(status, message, Map.of());
  }

  /** A 500, the status of everything that is neither a parameter nor a permission. */
  public static Refusal died(String message) {
    return of(500, message + "\n");
  }

  /** A 400 of the parameter check. */
  public static Refusal parameters(Map<String, String> errors) {
    return new Refusal(400, "Parameter verification failed.\n", errors);
  }

  public static Refusal parameter(String name, String text) {
    return parameters(Map.of(name, text));
  }

  /** {@code Permission check failed (what)}; without parentheses where {@code what} is empty. */
  public static Refusal forbidden(String what) {
    return of(403, what.isEmpty() ? "Permission check failed\n" : "Permission check failed (" + what + ")\n");
  }

  public int status() {
    return status;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  /** The answer this refusal becomes. */
  public Reply asReply() {
    return Reply.error(status, text(), errors);
  }
}
