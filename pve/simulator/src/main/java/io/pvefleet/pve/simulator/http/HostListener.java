package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.fault.Reachability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The port of one host and everything connected to it. Can refuse connections, or swallow them like a host behind a dead
 * link: a listener whose queue is full makes the kernel drop further connection attempts.
 */
final class HostListener implements AutoCloseable {

  private static final int BACKLOG = 256;
  /** Connections of our own that fill the queue of a black hole; Linux takes one or two more than asked. */
  private static final int FILLERS = 4;

  private static final int FILL_TIMEOUT_MS = 50;

  private final String name;
  private final Consumer<Socket> served;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private final int port;
  // guarded by lock
  private final List<Socket> fillers = new ArrayList<>();
  private @Nullable ServerSocket listening;
  private Reachability reachability = Reachability.REACHABLE;
  private @Nullable Thread accepting;
  private boolean closed;

  HostListener(String name, int port, Consumer<Socket> served) throws IOException {
    this.name = name;
    this.served = served;
    ServerSocket socket = bind(port, BACKLOG);
    this.port = socket.getLocalPort();
    this.listening = socket;
    accept(socket);
  }

  int port() {
    return port;
  }

  /** Returns once the port behaves as wanted. */
  void become(Reachability wanted) {
    synchronized (lock) {
      if (closed || wanted == reachability) {
        return;
      }
      reachability = wanted;
      quit();
      try {
        switch (wanted) {
          case REACHABLE -> {
            hangUp();
            ServerSocket socket = bind(port, BACKLOG);
            listening = socket;
            accept(socket);
          }
          case OFFLINE -> hangUp();
          case BLACK_HOLED -> {
            listening = bind(port, 1);
            fill();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("port " + port + " of " + name + " cannot be taken again", e);
      }
      lock.notifyAll();
    }
  }

  /** Blocks while the host is a black hole; false when it was one and the connection is therefore dead. */
  boolean awaitVisible() throws InterruptedException {
    synchronized (lock) {
      if (reachability == Reachability.REACHABLE) {
        return !closed;
      }
      while (reachability == Reachability.BLACK_HOLED && !closed) {
        lock.wait();
      }
      return false;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      quit();
      hangUp();
      lock.notifyAll();
    }
  }

  private void accept(ServerSocket socket) {
    accepting = Thread.ofVirtual()
        .name("accept " + name)
        .start(
            () -> {
              while (!socket.isClosed()) {
                try {
                  Socket connection = socket.accept();
                  open.add(connection);
                  Thread.ofVirtual().name("connection " + name).start(() -> serve(connection));
                } catch (IOException closing) {
                  return; // the listener was closed: host offline or gone
                }
              }
            });
  }

  private void serve(Socket connection) {
    try (connection) {
      served.accept(connection);
    } catch (IOException closing) {
      // nothing is left to be told to this client
    } finally {
      open.remove(connection);
    }
  }

  private void quit() {
    closeQuietly(listening);
    listening = null;
    leave(accepting);
    accepting = null;
    fillers.forEach(HostListener::closeQuietly);
    fillers.clear();
  }

  /** The port is free only after the thread that waits on it has let go. */
  private static void leave(@Nullable Thread acceptor) {
    try {
      if (acceptor != null) {
        acceptor.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hangUp() {
    open.forEach(HostListener::closeQuietly);
  }

  private void fill() {
    for (int i = 0; i < FILLERS; i++) {
      Socket filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), FILL_TIMEOUT_MS);
      } catch (IOException full) {
        return;
      }
    }
  }

  private static ServerSocket bind(int port, int backlog) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
    return socket;
  }

  private static void closeQuietly(@Nullable AutoCloseable socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (Exception ignored) {
      // a socket that cannot be closed is closed
    }
  }
}
