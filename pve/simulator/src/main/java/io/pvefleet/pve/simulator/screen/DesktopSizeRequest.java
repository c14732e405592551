package io.pvefleet.pve.simulator.screen;

/**
 * A viewer's wish for another size, as it arrived; the numbers may be nonsense.
 *
 * @param screens how many the wished layout has
 */
public record DesktopSizeRequest(int width, int height, int screens) {}
