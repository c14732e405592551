package io.pvefleet.pve.simulator.screen;

import java.io.IOException;

/** A viewer broke the protocol so that QEMU hangs up on it, without a word. */
final class RfbViolation extends IOException {

  private static final long serialVersionUID = 1;

  RfbViolation(String message) {
    super(message);
  }
}
