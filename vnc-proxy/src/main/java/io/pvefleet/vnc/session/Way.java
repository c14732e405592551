package io.pvefleet.vnc.session;

import java.time.Duration;

/** An open, authenticated way to a guest's console that waits for its browser. Whoever has it closes it. Thread-safe. */
public interface Way extends AutoCloseable {

  /** Of the Proxmox task behind it. */
  String upid();

  /** From the first request to an open socket. */
  Duration opening();

  /** From there to the end of the host's authentication. */
  Duration authenticating();

  /** Does not block. */
  @Override
  void close();
}
