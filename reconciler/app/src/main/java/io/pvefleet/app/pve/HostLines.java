package io.pvefleet.app.pve;

import io.pvefleet.fleet.model.Host;

/** Where the way to a host is got. The same declaration gives the same line, with its connections and its memory of faults. */
public interface HostLines extends AutoCloseable {

  /** Does not block and does not throw: what is wrong with a token or a file is the answer to each request. */
  HostLine to(Host host);

  @Override
  void close();
}
