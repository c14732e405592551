package io.pvefleet.pve.simulator.screen;

import java.util.Set;

/** What a viewer's message does to the guest and to the viewers, and what QEMU answers to it. Runs under the screen's lock. */
final class Reception {

  private static final int FORWARDED_TO_GUEST = 4;
  private static final int INVALID_LAYOUT = 3;

  private final Guest guest;
  private final SharedClipboard shared;
  private final Viewer viewer;
  private final Set<Viewer> everybody;

  Reception(Guest guest, SharedClipboard shared, Viewer viewer, Set<Viewer> everybody) {
    this.guest = guest;
    this.shared = shared;
    this.viewer = viewer;
    this.everybody = everybody;
  }

  void accept(ClientMessage message) throws RfbViolation {
    switch (message) {
      case ClientMessage.SetPixelFormat wish -> viewer.wish(viewer.wishes().with(wish.format()));
      case ClientMessage.WantsColourMap wish -> {
        viewer.wish(viewer.wishes().with(PixelFormat.OF_COLOUR_MAP));
        viewer.answer(ServerMessages.colourMap());
      }
      case ClientMessage.SetEncodings wish -> encodings(wish);
      case ClientMessage.ChangesRequest request -> viewer.requestChanges();
      case ClientMessage.PartRequest request -> viewer.request(request.part());
      case ClientMessage.Key key -> key(key.event());
      case ClientMessage.Pointer pointer -> guest.point(pointer.event());
      case ClientMessage.CutText cut -> {
        guest.paste(cut.text());
        shared.put(viewer, cut.text());
      }
      case ClientMessage.ExtendedCutText cut -> clipboard(cut);
      case ClientMessage.SetDesktopSize wish -> desktopSize(wish.request());
    }
  }

  /** The answers come in the order in which QEMU gives them, whatever the order of the list. */
  private void encodings(ClientMessage.SetEncodings wish) {
    viewer.wish(viewer.wishes().with(wish.encodings()));
    for (int number : wish.encodings().reversed()) {
      if (number == Feature.EXTENDED_KEY.number()) {
        viewer.answer(ServerMessages.acknowledgement(guest.size(), Feature.EXTENDED_KEY));
      } else if (number == Feature.EXTENDED_CLIPBOARD.number()) {
        viewer.answer(Clipboard.capabilities());
      }
    }
    viewer.tell(guest.size());
    if (viewer.wishes().knows(Feature.POINTER_TYPE)) {
      viewer.answer(ServerMessages.pointerType(guest.size(), guest.settings().pointing()));
    }
    tellLeds(viewer);
  }

  private void key(KeyEvent event) {
    int before = guest.leds();
    guest.press(event);
    if (guest.leds() != before) {
      everybody.forEach(this::tellLeds);
    }
  }

  private void tellLeds(Viewer whom) {
    if (whom.wishes().knows(Feature.LED_STATE)) {
      whom.answer(ServerMessages.leds(guest.leds()));
    }
  }

  /** As with an agent in the guest that fetches every offered text at once. Two actions in one message are none. */
  private void clipboard(ClientMessage.ExtendedCutText cut) throws RfbViolation {
    if (!viewer.wishes().knows(Feature.EXTENDED_CLIPBOARD)) {
      throw new RfbViolation("extended clipboard without asking for it");
    }
    if ((cut.flags() & Clipboard.TEXT) == 0) {
      return;
    }
    switch (cut.flags() & ~Clipboard.TEXT) {
      case Clipboard.NOTIFY -> {
        shared.offer(viewer);
        viewer.answer(Clipboard.request());
      }
      case Clipboard.PROVIDE -> Clipboard.textOf(cut.payload()).ifPresent(this::provided);
      case Clipboard.REQUEST -> shared.request(viewer);
      default -> {
        // capabilities, or what QEMU does not know either
      }
    }
  }

  private void provided(String text) {
    guest.paste(text);
    shared.provide(viewer, text);
  }

  private void desktopSize(DesktopSizeRequest request) {
    boolean follows = guest.follows(request);
    int status = follows ? FORWARDED_TO_GUEST : INVALID_LAYOUT;
    viewer.answer(ServerMessages.extendedDesktopSize(guest.size(), 1, status));
    if (follows && isPossible(request)) {
      guest.become(new ScreenSize(request.width(), request.height()));
      everybody.forEach(one -> one.tell(guest.size()));
    }
  }

  private static boolean isPossible(DesktopSizeRequest request) {
    return ScreenSize.isPossible(request.width(), request.height());
  }
}
