package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A display behind a port of this machine, each connection on a thread of its own and closed afterwards. */
final class Socketed implements AutoCloseable {

  private final Display display;
  private final String password;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  Socketed(Display display, String password) {
    this.display = display;
    this.password = password;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  RfbClient viewer() throws IOException {
    return new RfbClient(connect());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      display.serve(socket.getInputStream(), socket.getOutputStream(), password);
    } catch (IOException gone) {
      // the viewer left in the middle
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
