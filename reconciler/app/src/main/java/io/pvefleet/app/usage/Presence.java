package io.pvefleet.app.usage;

/**
 * Whether a host answered the passes of some time. Immutable.
 *
 * @param answered passes that it answered
 * @param silent passes that it did not answer
 * @param maintained passes, answered or not, during a maintenance that Git declares
 */
public record Presence(int answered, int silent, int maintained) {

  /** It was not looked at. */
  public static final Presence NONE = new Presence(0, 0, 0);

  Presence join(Presence other) {
    return new Presence(answered + other.answered, silent + other.silent, maintained + other.maintained);
  }

  /** What is to be shown of that time. */
  public Shown shown() {
    if (maintained > 0) {
      return Shown.MAINTENANCE;
    }
    if (answered + silent == 0) {
      return Shown.UNKNOWN;
    }
    return silent == 0 ? Shown.ANSWERED : answered == 0 ? Shown.SILENT : Shown.PARTLY;
  }

  /** How a host was there. */
  public enum Shown {
    ANSWERED,
    PARTLY,
    SILENT,
    MAINTENANCE,
    UNKNOWN;

    /** In texts and classes. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
