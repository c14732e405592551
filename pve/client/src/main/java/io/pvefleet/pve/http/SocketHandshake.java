package io.pvefleet.pve.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The headers that turn a connection into a WebSocket (RFC 6455, section 4.1), as pveproxy wants them: version 13, the
 * subprotocol {@code binary}, no extension.
 *
 * @param key what the host must answer to
 */
record SocketHandshake(String key) {

  private static final String PROTOCOL = "binary";
  private static final int KEY_BYTES = 16;

  /** RFC 6455, section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  static SocketHandshake fresh(RandomGenerator random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return new SocketHandshake(Base64.getEncoder().encodeToString(bytes));
  }

  void attach(Request.Builder request) {
    request
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", key)
        .header("Sec-WebSocket-Protocol", PROTOCOL);
  }

  /** Whether an answer of 101 is one to this handshake, and promises nothing that was not asked for. */
  boolean isAnsweredBy(Response response) {
    return "websocket".equalsIgnoreCase(response.header("Upgrade"))
        && expected().equals(response.header("Sec-WebSocket-Accept"))
        && PROTOCOL.equals(response.header("Sec-WebSocket-Protocol", PROTOCOL))
        && response.header("Sec-WebSocket-Extensions") == null;
  }

  private String expected() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
