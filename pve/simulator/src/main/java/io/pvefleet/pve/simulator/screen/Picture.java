package io.pvefleet.pve.simulator.screen;

/**
 * Everything that decides how a screen looks at one moment; two equal ones look the same.
 *
 * @param tick quarters of a second since 1970 while the clock runs; 0 on a still screen, which shows no clock
 */
record Picture(ScreenSize size, String title, String subtitle, long tick, String text, int pointerX, int pointerY) {

  /** The pointer before anybody moved it. */
  static final int NOWHERE = -1000;

  boolean hasClock() {
    return tick != 0;
  }
}
