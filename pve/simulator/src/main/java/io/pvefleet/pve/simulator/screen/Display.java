package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

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
}
