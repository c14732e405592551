package io.pvefleet.pve.simulator.screen;

/** The pseudo-encodings that QEMU knows and this screen answers. */
enum Feature {
  DESKTOP_SIZE(-223),
  POINTER_TYPE(-257),
  EXTENDED_KEY(-258),
  LED_STATE(-261),
  EXTENDED_DESKTOP_SIZE(-308),
  EXTENDED_CLIPBOARD(0xC0A1E5CE);

  private final int number;

  Feature(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
