package io.pvefleet.pve.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A TLS server that speaks HTTP and WebSocket byte by byte, so that a test sees the frames themselves and may break every rule.
 */
public final class SocketHost implements AutoCloseable {

  /** What to do with one request; a script that upgrades has the connection for itself until it returns. */
  @FunctionalInterface
  public interface Script {
    void answer(Exchange exchange) throws IOException, InterruptedException;
  }

  /** One frame of the client. */
  public record Frame(int first, boolean isMasked, byte[] mask, byte[] payload) {
    public int opcode() {
      return first & 0x0F;
    }

    public boolean isWhole() {
      return (first & 0xF0) == 0x80;
    }
  }

  private final ServerSocket server;
  private final Path keyStore;
  private final SSLSocketFactory tls;
  private final Script script;
  private final CountDownLatch over = new CountDownLatch(1);
  public final List<String> requests = new CopyOnWriteArrayList<>();
  public final List<Socket> connections = new CopyOnWriteArrayList<>();

  public SocketHost(Path keyStore, Script script) {
    this.keyStore = keyStore;
    this.tls = Certificates.serverContext(keyStore).getSocketFactory();
    this.script = script;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** A key store for {@link #SocketHost}. */
  public static Path keys(Path folder, String name) {
    return new Certificates(folder).selfSigned(name, "dns:localhost");
  }

  public PveEndpoint endpoint(Identity identity) {
    return new PveEndpoint("seoul-001", uri(), new TlsTrust.Pinned(Certificates.fingerprint(keyStore)), identity);
  }

  URI uri() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket raw = server.accept();
        raw.setTcpNoDelay(true);
        connections.add(raw);
        Thread.ofVirtual().start(() -> serve(raw));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket raw) {
    try (SSLSocket socket = (SSLSocket) tls.createSocket(raw, null, raw.getPort(), true)) {
      socket.setUseClientMode(false);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        Exchange exchange = new Exchange(head(in), in, socket.getOutputStream());
        requests.add(exchange.head + exchange.body);
        script.answer(exchange);
        if (exchange.isUpgraded) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client went away, or the test has ended; both are part of the scripts.
    }
  }

  private static String head(DataInputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** One request and the connection it came on. */
  public final class Exchange {

    public final String head;
    public final String body;
    private final DataInputStream in;
    private final OutputStream out;
    private boolean isUpgraded;

    private Exchange(String head, DataInputStream in, OutputStream out) throws IOException {
      this.head = head;
      this.in = in;
      this.out = out;
      String length = header("Content-Length");
      this.body = length.isEmpty() ? "" : new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.ISO_8859_1);
    }

    public boolean isUpgrade() {
      return header("Upgrade").equals("websocket");
    }

    public String header(String name) {
      return head.lines().filter(l -> l.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
          .map(l -> l.substring(name.length() + 2)).findFirst().orElse("");
    }

    public void answer(String statusLine, String json) throws IOException {
      RawHost.write(out, statusLine, json);
    }

    /** Agrees to the upgrade as pveproxy does. */
    public void upgrade() throws IOException {
      upgrade(accept(header("Sec-WebSocket-Key")), "");
    }

    public void upgrade(String accept, String moreHeaders) throws IOException {
      isUpgraded = true;
      raw(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: " + accept
          + "\r\nSec-WebSocket-Protocol: binary\r\n" + moreHeaders + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    public void raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Sends one frame as a server does, unmasked. */
    public void send(int first, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(first);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else if (payload.length < 65_536) {
        frame.write(126);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
      } else {
        frame.write(127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          frame.write((int) ((long) payload.length >>> shift));
        }
      }
      frame.write(payload);
      raw(frame.toByteArray());
    }

    public void send(String text) throws IOException {
      send(0x82, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The client's next frame, unmasked. */
    public Frame receive() throws IOException {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      long length = second & 0x7F;
      length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] mask = (second & 0x80) == 0 ? new byte[0] : in.readNBytes(4);
      byte[] payload = in.readNBytes((int) length);
      for (int i = 0; i < payload.length && mask.length > 0; i++) {
        payload[i] ^= mask[i % 4];
      }
      return new Frame(first, mask.length > 0, mask, payload);
    }

    /** Answers a close frame and ends; ends also where the client just goes. */
    public void serveUntilClosed() throws IOException {
      try {
        while (receive().opcode() != Frames.CLOSE) {
          // what is sent does not matter
        }
        send(0x88, new byte[] {3, (byte) 0xE8});
      } catch (EOFException e) {
        return;
      }
    }

    /** Does nothing until the test is over. */
    public void staySilent() throws InterruptedException {
      isUpgraded = true;
      over.await(30, TimeUnit.SECONDS);
    }
  }

  static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1")
          .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
