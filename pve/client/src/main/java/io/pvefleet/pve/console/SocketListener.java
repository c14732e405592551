package io.pvefleet.pve.console;

import java.nio.ByteBuffer;

/** Told what a console sends. Its methods are called one after the other on the socket's own virtual thread. */
public interface SocketListener {

  /**
   * The next bytes of the stream; frames of the host are no boundaries. The buffer belongs to the listener. Blocking here stops
   * the reading, and with it the host (back-pressure). May be called before {@link PveConsoles#open} has returned.
   */
  void onBytes(ByteBuffer bytes);

  /**
   * It is over, whoever ended it: called exactly once, after the last bytes.
   *
   * @param reason one line for people and logs, without a secret
   */
  void onClosed(String reason);
}
