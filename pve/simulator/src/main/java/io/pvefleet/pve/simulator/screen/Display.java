package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * What answers behind a console's port. One call is one connection: it blocks, on a virtual thread of the caller's, and
 * returns when the connection is over. Several connections may be served at once.
 */
public interface Display {
  /**
   * Serves one connection until either side ends it. Closing the streams is the caller's part.
   *
   * @param password the VM's VNC password at this moment; empty for terminals, which have none
   * @throws IOException when the other side went away in the middle of a message
   */
  void serve(InputStream in, OutputStream out, String password) throws IOException;

  /**
   * As {@link #serve(InputStream, OutputStream, String)}, for displays that check an answer against the password of the moment
   * at which it arrives, as QEMU does: the next opener of the same VM may have replaced it since the challenge.
   *
   * @param password gives the VM's VNC password at the moment it is asked
   */
  default void serve(InputStream in, OutputStream out, Supplier<String> password) throws IOException {
    serve(in, out, password.get());
  }
}
