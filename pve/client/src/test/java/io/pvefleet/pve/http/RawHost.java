package io.pvefleet.pve.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/**
 * A TLS server that speaks bytes, for what no HTTP server would do: end without an answer, drip, stay silent, cut an answer
 * short, and for counting how a request was cut into TLS records.
 */
final class RawHost implements AutoCloseable {

  /** What to do with one request, once its header and body have been read. */
  @FunctionalInterface
  interface Script {
    void answer(int number, String request, OutputStream out, CountDownLatch closed) throws IOException, InterruptedException;
  }

  /** A script that answers each request with 200 and this data. */
  static Script ok(String data) {
    return (number, request, out, closed) -> write(out, "200 OK", "{\"data\":" + data + "}");
  }

  /** Ends the connection without a word. */
  static final Script EOF = (number, request, out, closed) -> out.close();

  /** Says nothing until the test is over. */
  static final Script SILENCE = (number, request, out, closed) -> closed.await(30, TimeUnit.SECONDS);

  private final ServerSocket server;
  private final SSLSocketFactory tls;
  private final Script script;
  private final CountDownLatch closed = new CountDownLatch(1);
  final List<String> requests = new CopyOnWriteArrayList<>();
  /** Lengths of what arrived in one read each: at most one TLS record. */
  final List<Integer> records = new CopyOnWriteArrayList<>();
  final List<Socket> connections = new CopyOnWriteArrayList<>();

  RawHost(Path keyStore, Script script) {
    this.tls = Certificates.serverContext(keyStore).getSocketFactory();
    this.script = script;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket raw = server.accept();
        connections.add(raw);
        Thread.ofVirtual().start(() -> serve(raw));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket raw) {
    try (Socket socket = tls.createSocket(raw, null, raw.getPort(), true)) {
      ((javax.net.ssl.SSLSocket) socket).setUseClientMode(false);
      InputStream in = socket.getInputStream();
      while (true) {
        String request = read(in);
        if (request.isEmpty()) {
          return;
        }
        requests.add(request);
        script.answer(requests.size(), request, socket.getOutputStream(), closed);
      }
    } catch (IOException | InterruptedException e) {
      // The client went away, or the test has ended; both are part of the scripts.
    }
  }

  private String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[20_000];
    while (true) {
      int header = text.indexOf("\r\n\r\n");
      if (header >= 0 && text.length() >= header + 4 + contentLength(text.substring(0, header))) {
        return text.toString();
      }
      int n = in.read(buffer); // gives one record at most
      if (n < 0) {
        return "";
      }
      records.add(n);
      text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    }
  }

  private static int contentLength(String header) {
    return header.lines().filter(l -> l.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
        .mapToInt(l -> Integer.parseInt(l.substring(l.indexOf(':') + 1).strip())).findFirst().orElse(0);
  }

  static void write(OutputStream out, String statusLine, String body) throws IOException {
    out.write(("HTTP/1.1 " + statusLine + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\nContent-Type: application/json;charset=UTF-8\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
