package io.pvefleet.bench.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The least that a relay can do: copies between two TCP connections, without TLS, frames or looking. What the proxy is held against. */
public final class TcpCopy {

  private TcpCopy() {}

  /** {@code LISTEN TARGET}: two ports of this machine. */
  public static void main(String[] args) throws IOException {
    int target = Integer.parseInt(args[1]);
    try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 256, InetAddress.getLoopbackAddress())) {
      System.out.println("ready");
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> join(client, target));
      }
    }
  }

  private static void join(Socket client, int target) {
    try (client; Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (IOException gone) {
      // one side left: both are closed
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** 16 KiB at a time, as the proxy does. */
  private static void copy(Socket from, Socket to) {
    try {
      byte[] buffer = new byte[16 * 1024];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException gone) {
      // the other direction ends as well
    }
  }
}
