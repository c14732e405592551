package io.pvefleet.bench.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The flooding screen as a bare VNC server on a port, for relays that know nothing of Proxmox. */
public final class PlainServer {

  private PlainServer() {}

  /** {@code PORT}. */
  public static void main(String[] args) throws IOException {
    FloodScreen screen = new FloodScreen(FloodScreen.Motion.FLOOD, FloodScreen.Security.NONE);
    try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 256, InetAddress.getLoopbackAddress())) {
      System.out.println("ready");
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(screen, client));
      }
    }
  }

  private static void serve(FloodScreen screen, Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      screen.serve(client.getInputStream(), client.getOutputStream(), "");
    } catch (IOException gone) {
      // the viewer left
    }
  }
}
