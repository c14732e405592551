package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.session.CloseReason;

/** An open way to a host, towards it. Thread-safe. */
public interface HostEnd {

  /**
   * Sends bytes after those sent before; does not block.
   *
   * @return false where nothing was taken: it is closed, or too much waits to be sent
   */
  boolean send(byte[] bytes);

  /** Bytes taken that have not left yet. */
  long queuedBytes();

  /** Ends it. Does not block. Idempotent. */
  void close();

  /**
   * Why the host ended the console, asked once after it did: the guest stopped, was deleted, or only the console ended. May block
   * for a request to the host.
   *
   * @param reason what the connection itself said
   */
  default Ending whyClosed(String reason) {
    return new Ending(CloseReason.HOST_CLOSED, reason);
  }
}
