package io.pvefleet.vnc.rfb;

import java.util.Set;

/**
 * Which encodings a browser may ask a host for. The rule: a number passes if it changes only what the host sends; what would add
 * to the messages of the other direction, or to what flows at all, does not, so that {@link ClientMessages} knows every message
 * that may come. A host starts an extension only when it was asked for it.
 *
 * <p>Left out, each for its reason: -259 audio (messages 255/1, and sound that nobody asked for), -309 xvp (message 250 switches
 * the VM off), -312 fence and -313 continuous updates (messages 248 and 150; and updates that nobody requested are what
 * back-pressure relies on not to be), -316 extended mouse buttons (a pointer message of another length), -257 pointer type change
 * (noVNC does not know it), 50 H.264 (no Proxmox host has it), and every number that is not below.
 */
final class KnownEncodings {

  /** Lets the host send and fetch clipboards in UTF-8 (0xC0A1E5CE); without it QEMU sends no clipboard at all. */
  static final int EXTENDED_CLIPBOARD = 0xC0A1E5CE;

  static final int CURSOR = -239;
  static final int DESKTOP_SIZE = -223;
  static final int LAST_RECT = -224;
  static final int EXTENDED_KEY = -258;
  static final int LED_STATE = -261;
  static final int TIGHT_PNG = -260;
  static final int DESKTOP_NAME = -307;
  static final int EXTENDED_DESKTOP_SIZE = -308;
  static final int ALPHA_CURSOR = -314;
  static final int VMWARE_CURSOR = 0x574D5664;

  private static final Set<Integer> PASSED = Set.of(
      // Ways to paint a rectangle: raw, copyrect, RRE, hextile, zlib, tight, zrle.
      0, 1, 2, 5, 6, 7, 16, TIGHT_PNG,
      // Shapes of the cursor.
      CURSOR, ALPHA_CURSOR, VMWARE_CURSOR,
      // The screen's size, name and lights. -308 lets the browser send 251, which is on the list.
      DESKTOP_SIZE, EXTENDED_DESKTOP_SIZE, LAST_RECT, DESKTOP_NAME, LED_STATE,
      // Keys by their place on the keyboard, message 255/0, which is on the list: Korean keyboards need it.
      EXTENDED_KEY);

  private KnownEncodings() {}

  static boolean isPassed(int encoding, ClientMessages.Mode mode) {
    return PASSED.contains(encoding)
        || encoding >= -32 && encoding <= -23 // JPEG quality
        || encoding >= -256 && encoding <= -247 // compression
        // Whoever may only look sees the screen, not what somebody else copied in the guest.
        || encoding == EXTENDED_CLIPBOARD && mode == ClientMessages.Mode.CONSOLE;
  }
}
