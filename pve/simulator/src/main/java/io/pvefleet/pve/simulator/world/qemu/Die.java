package io.pvefleet.pve.simulator.world.qemu;

import java.util.Map;
import java.util.TreeMap;

/**
 * An error the host raises in the middle of its work. An exception, since what was written before it stays written: the callers
 * that turn it into an answer keep the state of that moment.
 */
final class Die extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;
  private final transient Map<String, String> errors;

  private Die(int status, String message, Map<String, String> errors) {
    super(message, null, false, false);
    this.status = status;
    this.text = message;
    this.errors = new TreeMap<>(errors);
  }

  /** A plain error: 500 in a call, its first line in a task. */
  static Die of(String message) {
    return new Die(500, message, Map.of());
  }

  /** A missing privilege. */
  static Die forbidden(String path, String privileges) {
    return new Die(403, "Permission check failed (" + path + ", " + privileges + ")", Map.of());
  }

  static Die forbidden(String detail) {
    return new Die(403, detail.isEmpty() ? "Permission check failed" : "Permission check failed (" + detail + ")", Map.of());
  }

  /** A parameter error outside the schema check. */
  static Die parameter(String name, String text) {
    return parameters(Map.of(name, text));
  }

  static Die parameters(Map<String, String> errors) {
    return new Die(400, "Parameter verification failed.", errors);
  }

  QemuOutcome.Refused refused(QemuState state) {
    return new QemuOutcome.Refused(status, text + "\n", errors, state);
  }

  /** The host's words, without the closing newline of a call's answer. */
  String text() {
    return text;
  }

  Map<String, String> errors() {
    return errors;
  }

  /** The text a task ends with: newlines become blanks, the very last one goes. */
  String exitStatus() {
    if (status == 500) {
      return text.strip().replace('\n', ' ');
    }
    StringBuilder whole = new StringBuilder().append(status).append(' ').append(text).append('\n');
    errors.forEach((key, error) -> whole.append(key).append(": ").append(error).append('\n'));
    return whole.substring(0, whole.length() - 1).replace('\n', ' ');
  }

  /** The text another error carries when it wraps this one: {@code 400 Parameter verification failed.\nx: ...\n}. */
  String nested() {
    if (status == 500) {
      return text + "\n";
    }
    StringBuilder whole = new StringBuilder().append(status).append(' ').append(text).append('\n');
    errors.forEach((key, error) -> whole.append(key).append(": ").append(error).append('\n'));
    return whole.toString();
  }
}
