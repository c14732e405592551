package io.pvefleet.pve.simulator.screen;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * QEMU's one clipboard for everybody: what a viewer puts there is offered to every other viewer that knows the extended
 * clipboard, agent in the guest or not. Guarded by the screen's lock.
 */
final class SharedClipboard {

  private final Set<Viewer> viewers;
  private final Set<Viewer> waiting = new HashSet<>();
  private Optional<Viewer> owner = Optional.empty();
  private Optional<String> text = Optional.empty();

  SharedClipboard(Set<Viewer> viewers) {
    this.viewers = viewers;
  }

  /** Somebody in the guest copied it. */
  void put(String copied) {
    offer(Optional.empty(), Optional.of(copied));
  }

  void put(Viewer from, String copied) {
    offer(Optional.of(from), Optional.of(copied));
  }

  /** The viewer has a text, which it will provide to those who ask. */
  void offer(Viewer from) {
    offer(Optional.of(from), Optional.empty());
  }

  void provide(Viewer from, String provided) {
    if (owner.filter(from::equals).isEmpty()) {
      return;
    }
    text = Optional.of(provided);
    waiting.forEach(viewer -> viewer.answer(Clipboard.provision(provided)));
    waiting.clear();
  }

  void request(Viewer by) {
    if (text.isPresent()) {
      by.answer(Clipboard.provision(text.get()));
    } else if (owner.isPresent()) {
      waiting.add(by);
      owner.get().answer(Clipboard.request());
    }
  }

  /** The text of a viewer that never asked for the extension outlives it: QEMU does not notice that its owner is gone. */
  void leave(Viewer viewer) {
    waiting.remove(viewer);
    if (owner.filter(viewer::equals).isPresent() && viewer.wishes().knows(Feature.EXTENDED_CLIPBOARD)) {
      owner = Optional.empty();
      text = Optional.empty();
      waiting.clear();
      tellOthers(Optional.of(viewer), Clipboard.emptied());
    }
  }

  private void offer(Optional<Viewer> from, Optional<String> copied) {
    owner = from;
    text = copied;
    waiting.clear();
    tellOthers(from, Clipboard.notice());
  }

  private void tellOthers(Optional<Viewer> but, byte[] message) {
    viewers.stream().filter(viewer -> but.filter(viewer::equals).isEmpty()).forEach(viewer -> tell(viewer, message));
  }

  /** A viewer without the extension never hears of another one's text, nor of the guest's. */
  private static void tell(Viewer viewer, byte[] message) {
    if (viewer.wishes().knows(Feature.EXTENDED_CLIPBOARD)) {
      viewer.answer(message);
    }
  }
}
