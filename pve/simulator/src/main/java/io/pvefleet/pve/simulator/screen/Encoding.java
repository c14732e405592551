package io.pvefleet.pve.simulator.screen;

/** The encodings of pixels that this screen sends. */
enum Encoding {
  RAW(0),
  ZRLE(16);

  private final int number;

  Encoding(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
