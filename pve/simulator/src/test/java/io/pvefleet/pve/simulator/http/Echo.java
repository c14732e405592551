package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.screen.Display;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A display that says back what it hears, and what it wants to say before that. */
record Echo(byte[] greeting) implements Display {

  Echo() {
    this(new byte[0]);
  }

  @Override
  public void serve(InputStream in, OutputStream out, String password) throws IOException {
    out.write(greeting);
    in.transferTo(out);
  }
}
