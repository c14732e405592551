package io.pvefleet.pve.simulator.screen;

/** What a screen does by itself. */
public sealed interface Motion {

  /** Nothing: it changes only when somebody types or points, like a kiosk's picture. */
  record Still() implements Motion {}

  /** A clock and a moving bar, a few times a second. */
  record Ticking() implements Motion {}

  /**
   * Noise that no encoding makes smaller, as much as was asked for, as long as the viewer asks for it.
   *
   * @param mbitPerSecond to each viewer, in 1,000,000 bits
   */
  record Load(double mbitPerSecond) implements Motion {
    public Load {
      if (!(mbitPerSecond > 0) || mbitPerSecond > 10_000) {
        throw new IllegalArgumentException("not a load: " + mbitPerSecond + " Mbit/s");
      }
    }
  }
}
