package io.pvefleet.pve.simulator.screen;

/**
 * The pointer as it arrived.
 *
 * @param buttons bit 0 left, 1 middle, 2 right, 3 and 4 the wheel
 * @param x pixels from the left
 * @param y pixels from the top
 */
public record PointerEvent(int buttons, int x, int y) {}
