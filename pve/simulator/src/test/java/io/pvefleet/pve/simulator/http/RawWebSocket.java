package io.pvefleet.pve.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** A websocket client that says byte by byte what a test wants, right or wrong. */
final class RawWebSocket implements AutoCloseable {

  static final String VM = "/nodes/pve1/qemu/100";

  record Frame(int head, byte[] payload) {
    boolean isBinary() {
      return head == 0x82;
    }
  }

  private final RawClient client;
  private final ByteArrayOutputStream surplus = new ByteArrayOutputStream();
  final RawClient.RawAnswer answer;

  private RawWebSocket(RawClient client, RawClient.RawAnswer answer) {
    this.client = client;
    this.answer = answer;
  }

  /** Asks for the screen of VM 100 with the token that may. */
  static JsonNode asked(SimulatedHost host) throws Exception {
    return asked(host, VM + "/vncproxy", "websocket=1");
  }

  static JsonNode asked(SimulatedHost host, String path, String body) throws Exception {
    RawClient.RawAnswer answer = RawClient.once(host, "POST", path, body);
    if (answer.status() != 200) {
      throw new IOException(answer.statusLine());
    }
    return answer.data();
  }

  static RawWebSocket open(SimulatedHost host, JsonNode asked) throws Exception {
    return open(host, VM, asked);
  }

  static RawWebSocket open(SimulatedHost host, String guest, JsonNode asked) throws Exception {
    RawWebSocket socket = request(host, host.token(), guest, asked.get("port").asString(), asked.get("ticket").asString(), "");
    if (socket.answer.status() != 101) {
      throw new IOException(socket.answer.statusLine());
    }
    return socket;
  }

  /** Asks for the upgrade, whatever comes of it. */
  static RawWebSocket request(SimulatedHost host, String token, String guest, String port, String ticket, String headers)
      throws Exception {
    RawClient client = start(host, token, guest, port, ticket, headers);
    return new RawWebSocket(client, client.read().orElseThrow(() -> new EOFException("no answer")));
  }

  /** As {@code root@pam} itself, who is logged in. */
  static RawWebSocket withCookie(SimulatedHost host, String guest, String port, String ticket) throws Exception {
    String login = "username=root%40pam&password=" + host.rootPassword();
    try (RawClient client = new RawClient(host)) {
      client.send("POST /api2/json/access/ticket HTTP/1.1\r\nContent-Length: " + login.length() + "\r\n\r\n" + login);
      String cookie = client.read().orElseThrow().data().get("ticket").asString();
      String header = "Cookie: PVEAuthCookie=" + URLEncoder.encode(cookie, StandardCharsets.UTF_8) + "\r\n";
      return request(host, "none", guest, port, ticket, header);
    }
  }

  static RawClient start(SimulatedHost host, String token, String guest, String port, String ticket, String headers)
      throws IOException, GeneralSecurityException {
    RawClient client = new RawClient(host);
    String encoded = URLEncoder.encode(ticket, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    client.send(
        "GET /api2/json" + guest + "/vncwebsocket?port=" + port + "&vncticket=" + encoded + " HTTP/1.1\r\nHost: x\r\n"
            + "Authorization: PVEAPIToken=" + token + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + (headers.contains("Sec-WebSocket-Version") ? "" : "Sec-WebSocket-Version: 13\r\n")
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n");
    return client;
  }

  void patience(Duration most) throws IOException {
    client.patience(most);
  }

  /** One masked, unfragmented frame. */
  void send(int opcode, byte[] payload) throws IOException {
    client.send(frame(0x80 | opcode, 0x80, payload));
  }

  void binary(byte[] payload) throws IOException {
    send(2, payload);
  }

  void binary(String text) throws IOException {
    binary(text.getBytes(StandardCharsets.UTF_8));
  }

  void raw(byte[] bytes) throws IOException {
    client.send(bytes);
  }

  static byte[] frame(int head, int masked, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) head);
    if (payload.length <= 125) {
      frame.put((byte) (masked | payload.length));
    } else if (payload.length <= 0xffff) {
      frame.put((byte) (masked | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (masked | 127)).putLong(payload.length);
    }
    byte[] mask = {7, 77, -7, -77};
    if (masked != 0) {
      frame.put(mask);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ (masked == 0 ? 0 : mask[i & 3])));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /** The next frame; throws at the end of the connection. */
  Frame read() throws IOException {
    int head = client.in().read();
    if (head < 0) {
      throw new EOFException("the host closed");
    }
    int said = client.in().read();
    int more = said == 126 ? 2 : said == 127 ? 8 : 0;
    long length = more == 0 ? said : 0;
    for (byte b : client.in().readNBytes(more)) {
      length = length << 8 | (b & 0xff);
    }
    return new Frame(head, client.in().readNBytes((int) length));
  }

  /** The next bytes of the program behind, however they are framed. */
  byte[] bytes(int count) throws IOException {
    while (surplus.size() < count) {
      surplus.writeBytes(read().payload());
    }
    byte[] all = surplus.toByteArray();
    surplus.reset();
    surplus.write(all, count, all.length - count);
    return Arrays.copyOf(all, count);
  }

  String text(int count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** Reads up to a text, which must come. */
  void until(String end) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (!seen.toString().endsWith(end)) {
      seen.append(text(1));
    }
  }

  /** Whether the host ends the connection now, without a close frame. What still comes before is passed over. */
  boolean ends() throws IOException {
    try {
      while (read().isBinary()) {
        // a picture on its way
      }
      return false;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException over) {
      return true;
    }
  }

  /** Version and security type, up to the challenge. */
  byte[] challenge() throws IOException {
    text(12);
    binary("RFB 003.008\n");
    bytes(2);
    binary(new byte[] {2});
    return bytes(16);
  }

  /** The result of answering a challenge: 0 is in. */
  int answered(byte[] challenge, String password) throws IOException {
    byte[] key = Arrays.copyOf(password.getBytes(StandardCharsets.ISO_8859_1), 8);
    for (int i = 0; i < 8; i++) {
      key[i] = (byte) (Integer.reverse(key[i]) >>> 24);
    }
    try {
      Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
      des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
      binary(des.doFinal(challenge));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return ByteBuffer.wrap(bytes(4)).getInt();
  }

  /** Ends the connection without a word. */
  void tear() throws IOException {
    client.tear();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
