package io.pvefleet.pve.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a simulated host byte by byte, so that tests see what is really on the wire. */
final class RawClient implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One answer; all header lines by lower-case name, repeated ones joined by a comma. */
  record RawAnswer(String statusLine, Map<String, String> headers, byte[] body) {
    int status() {
      return Integer.parseInt(statusLine.split(" ")[1]);
    }

    String reason() {
      return statusLine.split(" ", 3)[2];
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    JsonNode data() {
      return json().get("data");
    }
  }

  private final Socket raw;
  private final SSLSocket socket;
  private final InputStream in;

  RawClient(SimulatedHost host) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    raw = new Socket(InetAddress.getLoopbackAddress(), host.port());
    raw.setSoTimeout(8_000);
    socket = (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", host.port(), true);
    in = socket.getInputStream();
  }

  X509Certificate leaf() throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  void patience(Duration most) throws IOException {
    raw.setSoTimeout((int) most.toMillis());
    socket.setSoTimeout((int) most.toMillis());
  }

  InputStream in() {
    return in;
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Ends the connection without a word of TLS. */
  void tear() throws IOException {
    raw.close();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  RawAnswer call(String method, String path, String token, String body) throws IOException {
    String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n";
    String head = method + " /api2/json" + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=" + token + "\r\n";
    send(head + (body.isEmpty() ? "" : form) + "\r\n" + body);
    return read().orElseThrow(() -> new IOException("closed without an answer"));
  }

  static RawAnswer once(SimulatedHost host, String method, String path, String body) throws Exception {
    try (RawClient client = new RawClient(host)) {
      return client.call(method, path, host.token(), body);
    }
  }

  /** The next answer, or empty at the end of the connection. */
  Optional<RawAnswer> read() throws IOException {
    String status = line();
    if (status == null) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header = line(); header != null && !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.merge(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 2), (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return Optional.of(new RawAnswer(status, headers, in.readNBytes(length)));
  }

  private String line() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        text.write(b);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
