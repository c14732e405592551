package io.pvefleet.pve.simulator.screen;

/** Which key switches a Korean guest between Hangul and Latin; to another guest's key it does not listen. */
public enum HangulKey {
  /** The default: whatever a viewer sends for it works. */
  RIGHT_ALT_OR_LANG1,
  /** A keyboard of 101 keys, as Windows sets up a VM. */
  RIGHT_ALT,
  /** A keyboard of 103 or 106 keys, with Han/Yeong. */
  LANG1,
  SHIFT_SPACE,
  CONTROL_SPACE
}
