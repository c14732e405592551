package io.pvefleet.bench.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A link with a round trip: listens on a port, connects each connection to another one, and hands every byte on half a round trip
 * after it came, in both directions; the connection itself takes a whole one more. What is under way at once is bounded, as a
 * link's window is.
 */
public final class DelayLine {

  /** 4 MiB under way at 16 KiB each: with 50 ms more than 600 Mbit/s, so that the line is not what is measured. */
  private static final int UNDER_WAY = 256;

  private static final int PIECE = 16 * 1024;

  private DelayLine() {}

  /** Bytes and the moment they are due. */
  private record Piece(byte[] bytes, long due) {}

  /** Listens from now on for as long as the process lives. */
  public static void open(int listen, int target, long roundTripMillis) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), listen), 256);
    long half = roundTripMillis * 500_000;
    Thread.ofVirtual().start(() -> {
      while (true) {
        try {
          Socket client = server.accept();
          Thread.ofVirtual().start(() -> join(client, target, half));
        } catch (IOException closing) {
          return;
        }
      }
    });
  }

  private static void join(Socket client, int target, long half) {
    try (client; Socket host = new Socket()) {
      client.setTcpNoDelay(true);
      LockSupport.parkNanos(2 * half); // SYN and its answer
      host.setTcpNoDelay(true);
      host.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      Thread back = Thread.ofVirtual().start(() -> carry(host, client, half));
      carry(client, host, half);
      back.join();
    } catch (IOException gone) {
      // one side left: both are closed
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void carry(Socket from, Socket to, long half) {
    BlockingQueue<Piece> line = new ArrayBlockingQueue<>(UNDER_WAY);
    Thread reader = Thread.ofVirtual().start(() -> read(from, line, half));
    try {
      OutputStream out = to.getOutputStream();
      while (true) {
        Piece piece = line.take();
        if (piece.bytes().length == 0) {
          to.shutdownOutput();
          return;
        }
        long wait;
        while ((wait = piece.due() - System.nanoTime()) > 0) {
          LockSupport.parkNanos(wait);
        }
        out.write(piece.bytes());
      }
    } catch (IOException gone) {
      closeQuietly(from);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      reader.interrupt();
    }
  }

  private static void read(Socket from, BlockingQueue<Piece> line, long half) {
    try {
      byte[] buffer = new byte[PIECE];
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        line.put(new Piece(java.util.Arrays.copyOf(buffer, n), System.nanoTime() + half));
      }
      line.put(new Piece(new byte[0], 0));
    } catch (IOException gone) {
      line.offer(new Piece(new byte[0], 0));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // a socket that cannot be closed is closed
    }
  }
}
