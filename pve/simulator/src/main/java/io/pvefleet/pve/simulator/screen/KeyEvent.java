package io.pvefleet.pve.simulator.screen;

/**
 * A key as it arrived.
 *
 * @param keysym the X11 keysym, as an unsigned number of 32 bits
 * @param scancode the XT scancode of a QEMU extended key event (0x80 is set where the key has the prefix 0xE0); 0 for a
 *     plain key event
 * @param isDown whether the key went down
 */
public record KeyEvent(long keysym, int scancode, boolean isDown) {}
