package io.pvefleet.pve.wire;

/** State of a task as {@code GET /nodes/{node}/tasks/{upid}/status} tells it. */
public sealed interface TaskStatus {

  /** A process with that pid and start time exists. */
  record Running() implements TaskStatus {}

  /** Ended with {@code OK}, or with {@code WARNINGS: n}, which is a success too. */
  record Succeeded(int warnings) implements TaskStatus {}

  /** Ended with an error; the text is the task's own one-line message and may begin with {@code 400} or {@code 403}. */
  record Failed(String exitStatus) implements TaskStatus {}

  /** The worker died or its log is gone: whether the work was done must be read from the object. */
  record Lost(String exitStatus) implements TaskStatus {}

  /** Reads how a stopped task says that it ended. */
  static TaskStatus ofExit(String exitStatus) {
    String text = exitStatus.strip();
    if (text.equals("OK")) {
      return new Succeeded(0);
    }
    if (text.startsWith("WARNINGS: ")) {
      return new Succeeded(warnings(text.substring("WARNINGS: ".length()).strip()));
    }
    if (text.equals("unexpected status") || text.startsWith("unable to get last line from task log") || text.isEmpty()) {
      return new Lost(text);
    }
    return new Failed(text);
  }

  /** The count, or 1 where it is not one: that there were warnings is certain. */
  private static int warnings(String count) {
    return count.matches("[0-9]{1,6}") ? Integer.parseInt(count) : 1;
  }
}
