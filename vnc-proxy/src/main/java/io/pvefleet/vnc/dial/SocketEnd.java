package io.pvefleet.vnc.dial;

import io.pvefleet.pve.console.ConsoleSocket;
import io.pvefleet.pve.console.PveConsoles;
import io.pvefleet.vnc.relay.Ending;
import io.pvefleet.vnc.relay.HostEnd;
import io.pvefleet.vnc.session.CloseReason;
import io.pvefleet.vnc.session.ConsoleRefused;

/** A host's socket as a relay sees it. */
record SocketEnd(HostDoor door, int vmid, ConsoleSocket socket) implements HostEnd {

  @Override
  public boolean send(byte[] bytes) {
    return socket.send(bytes);
  }

  @Override
  public long queuedBytes() {
    return socket.queuedBytes();
  }

  @Override
  public void close() {
    socket.close();
  }

  /** A console ends without a word, whatever happened; the guest's state tells which it was. */
  @Override
  public Ending whyClosed(String reason) {
    try {
      return switch (door.ask(vmid, (PveConsoles consoles) -> consoles.state(vmid)).power()) {
        case ABSENT -> new Ending(CloseReason.GUEST_GONE, "");
        case STOPPED -> new Ending(CloseReason.GUEST_STOPPED, "");
        case RUNNING, PAUSED, UNKNOWN -> new Ending(CloseReason.HOST_CLOSED, reason);
      };
    } catch (ConsoleRefused silent) {
      return new Ending(silent.refusal().reason(), silent.message());
    }
  }
}
