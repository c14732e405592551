package io.pvefleet.pve.simulator.screen;

/**
 * The size of a screen in pixels.
 *
 * @param width 16 to 4096
 * @param height 16 to 4096
 */
public record ScreenSize(int width, int height) {

  /** A VGA text screen of 80 by 25 characters, 9 by 16 pixels each, as a VM shows while it starts. */
  public static final ScreenSize TEXT = new ScreenSize(720, 400);

  public static final ScreenSize GRAPHICS = new ScreenSize(1024, 768);

  /** Smaller ones cannot hold a letter of the title. */
  private static final int SMALLEST = 16;

  /** Larger ones would make one band of 64 rows larger than 1 MiB. */
  private static final int LARGEST = 4096;

  public ScreenSize {
    if (!isPossible(width, height)) {
      throw new IllegalArgumentException("a screen of " + width + " by " + height + " pixels is not simulated");
    }
  }

  static boolean isPossible(int width, int height) {
    return width >= SMALLEST && width <= LARGEST && height >= SMALLEST && height <= LARGEST;
  }

  Rect whole() {
    return new Rect(0, 0, width, height);
  }
}
