package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.session.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A browser's connection, towards it. Thread-safe. */
public interface BrowserEnd {

  /**
   * Sends one binary message. Blocks until the connection has taken it; {@link #close} from another thread ends the wait. Called
   * by one thread at a time, with at most {@link Relay#MAX_CHUNK_BYTES}.
   *
   * @throws IOException if it is closed or did not take it in time
   */
  void send(ByteBuffer bytes) throws IOException;

  /** Sends a control message, soon, or not at all when it is closed. Does not block for long, and does not throw. */
  void control(String json);

  /** Closes with the reason's code and word. May block for as long as a close frame may take. Idempotent. */
  void close(CloseReason reason);
}
