package io.pvefleet.pve.simulator.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What runs behind a console's port. */
public interface Program {

  /**
   * Runs until it is done or the input ends; blocks, on a virtual thread of its own.
   *
   * @throws IOException when the client went away in the middle of something
   */
  void run(InputStream in, OutputStream out) throws IOException, InterruptedException;
}
