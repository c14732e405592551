package io.pvefleet.pve.simulator.console;

import java.io.InputStream;
import java.io.OutputStream;

/** The client's connection after the upgrade. */
public interface Line {

  InputStream in();

  OutputStream out();

  /** Blocks while the network swallows everything; false once the connection is therefore dead. */
  boolean awaitVisible() throws InterruptedException;

  /** Ends the connection in order. May be called more than once. */
  void close();

  /** Ends the connection at once, whatever is on its way, as a cable that is pulled. May be called more than once. */
  void cut();
}
