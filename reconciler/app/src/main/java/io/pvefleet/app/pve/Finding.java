package io.pvefleet.app.pve;

/**
 * What one step of a look at the way to a host has shown.
 *
 * @param step name of the step, in the words of {@code pvefleet doctor}
 * @param isGood whether it went well
 * @param remedy what to do; empty where it is good
 */
public record Finding(String step, boolean isGood, String text, String remedy) {
  public static Finding good(String step, String text) {
    return new Finding(step, true, text, "");
  }

  public static Finding bad(String step, String text, String remedy) {
    return new Finding(step, false, text, remedy);
  }
}
