package io.pvefleet.pve.simulator.screen;

import java.util.List;

/** What a viewer says after the handshake. */
sealed interface ClientMessage {

  record SetPixelFormat(PixelFormat format) implements ClientMessage {}

  /** It wants a colour map, so QEMU sends its own and the format that goes with it. */
  record WantsColourMap() implements ClientMessage {}

  record SetEncodings(List<Integer> encodings) implements ClientMessage {
    public SetEncodings {
      encodings = List.copyOf(encodings);
    }
  }

  /** Asks for what changed, anywhere: QEMU does not look at the place. */
  record ChangesRequest() implements ClientMessage {}

  /** Asks for a part as it is. */
  record PartRequest(Rect part) implements ClientMessage {}

  record Key(KeyEvent event) implements ClientMessage {}

  record Pointer(PointerEvent event) implements ClientMessage {}

  record CutText(String text) implements ClientMessage {}

  /** {@code flags} and {@code payload} of the extended clipboard. */
  record ExtendedCutText(int flags, byte[] payload) implements ClientMessage {}

  record SetDesktopSize(DesktopSizeRequest request) implements ClientMessage {}
}
