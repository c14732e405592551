package io.pvefleet.vnc.session;

import java.util.List;

/**
 * A console that cannot be had, and why. Immutable; holds no secret, since hosts' texts pass through the client's faults, which hold
 * none.
 */
public final class ConsoleRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;
  private final String variant;
  private final transient List<String> values;

  /**
   * @param variant which of the refusal's texts; empty for its only one
   * @param values what the text names: a host, a number, the host's own words
   */
  public ConsoleRefused(Refusal refusal, String variant, String... values) {
    super(refusal.code() + ": " + refusal.code().summary() + (values.length == 0 ? "" : " (" + String.join(", ", values) + ")"));
    this.refusal = refusal;
    this.variant = variant;
    this.values = List.of(values);
  }

  /** With what led to it, for the log of a bug. */
  public static ConsoleRefused bug(Throwable cause) {
    ConsoleRefused refused = new ConsoleRefused(Refusal.BUG, "");
    refused.initCause(cause);
    return refused;
  }

  public Refusal refusal() {
    return refusal;
  }

  public String variant() {
    return variant;
  }

  public List<String> values() {
    return values;
  }

  /** For people who read the log. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
