package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.console.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A client's TLS connection as the line of a console. Thread-safe. */
final class SocketLine implements Line {

  /** What the kernel may hold of a client that does not read: the rest shows as backlog, as it would in pveproxy. */
  private static final int KERNEL_BUFFER = 256 * 1024;

  private final Socket raw;
  private final Socket secure;
  private final InputStream in;
  private final OutputStream out;
  private final HostListener listener;

  /** Takes a connection over from HTTP, whose idle rule ends here. */
  SocketLine(Peer peer, HostListener listener) throws IOException {
    this.raw = peer.raw();
    this.secure = peer.secure();
    this.in = peer.in().rest();
    this.out = secure.getOutputStream();
    this.listener = listener;
    secure.setSoTimeout(0);
    raw.setSendBufferSize(KERNEL_BUFFER);
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public boolean awaitVisible() throws InterruptedException {
    return listener.awaitVisible();
  }

  @Override
  public void close() {
    close(secure);
  }

  @Override
  public void cut() {
    close(raw);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // a socket that cannot be closed is closed
    }
  }
}
