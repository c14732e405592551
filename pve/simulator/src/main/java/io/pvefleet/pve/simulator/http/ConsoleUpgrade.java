package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * The upgrade of one request to a websocket, after the call itself was answered. Source: pve-http-server {@code AnyEvent.pm},
 * {@code handle_api2_request}: the Origin is not looked at, extensions are never agreed on, a subprotocol is echoed.
 */
final class ConsoleUpgrade {

  /** RFC 6455, section 1.3. */
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  /** Longer than any client waits for an answer that never comes. */
  private static final Duration FOREVER = Duration.ofMinutes(10);

  private final SimulatedHost host;
  private final RequestHead head;

  ConsoleUpgrade(SimulatedHost host, RequestHead head) {
    this.host = host;
    this.head = head;
  }

  static boolean isAsked(RequestHead head, ApiPath path) {
    return head.method().equals("GET") && head.header("upgrade").isPresent() && path.path().endsWith("websocket");
  }

  /** Refuses what pveproxy does not speak, even where the call itself was refused. */
  void demandVersion() {
    String protocol = head.header("upgrade").orElse("");
    if (!protocol.equalsIgnoreCase("websocket")) {
      throw Refusal.died("unable to upgrade to protocol '" + protocol + "'");
    }
    String version = head.header("sec-websocket-version").orElse("");
    if (!version.equals("13")) {
      throw Refusal.died("unsupported websocket-version '" + version + "'");
    }
    if (head.header("sec-websocket-key").isEmpty()) {
      throw Refusal.died("missing websocket-key");
    }
  }

  /** Connects to the worker behind a port; empty where nobody listens there, or no more. */
  Optional<HostConsoles.Accepted> connected(int port) {
    return host.consoles().accept(port);
  }

  /** Answers with 101 and carries the console until it is over. */
  void serve(HostConsoles.Accepted console, Peer peer) throws IOException, InterruptedException {
    OutputStream out = peer.secure().getOutputStream();
    try {
      out.write(switching().getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    } catch (IOException gone) {
      host.consoles().abandoned(console);
      throw gone;
    }
    host.consoles().serve(console, new SocketLine(peer, host.listener()));
  }

  /** Observed: a valid ticket for a port where nobody listens gets no answer at all until the client leaves. */
  static void hang(Peer peer) throws IOException {
    peer.secure().setSoTimeout((int) FOREVER.toMillis());
    while (peer.in().rest().read() >= 0) {
      // what the client still says is not listened to
    }
  }

  private String switching() {
    String protocol = head.header("sec-websocket-protocol").map(p -> "Sec-WebSocket-Protocol: " + p + "\r\n").orElse("");
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: "
        + accepted(head.header("sec-websocket-key").orElse("")) + "\r\n" + protocol + "\r\n";
  }

  private static String accepted(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer SHA-1", e);
    }
  }
}
