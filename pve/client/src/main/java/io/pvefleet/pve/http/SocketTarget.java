package io.pvefleet.pve.http;

/**
 * A WebSocket of the Proxmox API to open. The only ones there are carry a console, a local port and a ticket for it.
 *
 * @param path path below {@code /api2/json}, starting with a slash, every segment already percent-encoded
 * @param port the host's port that the console's process listens on, as the call that made the ticket named it
 * @param ticket the short-lived ticket for this path, port and identity; any text, it is percent-encoded while sending
 */
public record SocketTarget(String path, int port, Secret ticket) {

  private static final int MAX_PORT = 65_535;

  public SocketTarget {
    Prepared.checkPath(path);
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }
}
