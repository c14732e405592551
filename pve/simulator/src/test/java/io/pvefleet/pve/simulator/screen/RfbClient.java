package io.pvefleet.pve.simulator.screen;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * A viewer written by hand from RFC 6143: it says byte by byte what a test tells it to, and keeps the picture it got.
 */
final class RfbClient implements AutoCloseable {

  static final int RAW = 0;
  static final int ZRLE = 16;
  static final int DESKTOP_SIZE = -223;
  static final int POINTER_TYPE = -257;
  static final int EXTENDED_KEY = -258;
  static final int LED_STATE = -261;
  static final int EXTENDED_DESKTOP_SIZE = -308;
  static final int EXTENDED_CLIPBOARD = 0xC0A1E5CE;

  /** A rectangle of an update: {@code x}, {@code y}, {@code width}, {@code height} of a pseudo-encoding may mean other things. */
  record Rectangle(int x, int y, int width, int height, int encoding, byte[] body) {}

  /** How pixels come: the channels' greatest values and places. */
  record Format(int bits, boolean isBigEndian, int redMax, int greenMax, int blueMax, int red, int green, int blue) {
    static final Format DEFAULT = new Format(32, false, 255, 255, 255, 16, 8, 0);

    int bytes() {
      return bits / 8;
    }

    int rgb(ByteBuffer from, int bytes) {
      int pixel = 0;
      for (int i = 0; i < bytes; i++) {
        int value = from.get() & 255;
        pixel |= isBigEndian ? value << 8 * (bytes - 1 - i) : value << 8 * i;
      }
      return scaled(pixel >> red, redMax) << 16 | scaled(pixel >> green, greenMax) << 8 | scaled(pixel >> blue, blueMax);
    }

    private static int scaled(int value, int max) {
      return (value & max) * 255 / max;
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Inflater inflater = new Inflater();
  private Format format = Format.DEFAULT;
  private int width;
  private int height;
  private int[] pixels = new int[0];
  private String name = "";
  private long bytesRead;

  RfbClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /** The whole handshake, joining others. */
  RfbClient login(String password) throws IOException {
    authenticate(password);
    send(1);
    readServerInit();
    return this;
  }

  /** Up to the security result, which has to be good. */
  void authenticate(String password) throws IOException {
    expect(answer(password), 0);
  }

  /** Up to the security result. */
  int answer(String password) throws IOException {
    read(12);
    send("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    read(read(1)[0]);
    send(2);
    send(response(password, read(16)));
    return ByteBuffer.wrap(read(4)).getInt();
  }

  void readServerInit() throws IOException {
    ByteBuffer init = ByteBuffer.wrap(read(24));
    resize(init.getShort() & 0xFFFF, init.getShort() & 0xFFFF);
    name = new String(read(init.getInt(20)), StandardCharsets.UTF_8);
  }

  void setEncodings(int... encodings) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(4 + 4 * encodings.length).put((byte) 2).put((byte) 0).putShort((short) encodings.length);
    Arrays.stream(encodings).forEach(message::putInt);
    send(message.array());
  }

  void setPixelFormat(Format wanted) throws IOException {
    format = wanted;
    ByteBuffer message = ByteBuffer.allocate(20).putInt(0).put((byte) wanted.bits()).put((byte) Math.min(24, wanted.bits()));
    message.put((byte) (wanted.isBigEndian() ? 1 : 0)).put((byte) 1).putShort((short) wanted.redMax());
    message.putShort((short) wanted.greenMax()).putShort((short) wanted.blueMax());
    send(message.put((byte) wanted.red()).put((byte) wanted.green()).put((byte) wanted.blue()).array());
  }

  void requestAll() throws IOException {
    request(0, 0, 0, width, height);
  }

  void requestChanges() throws IOException {
    request(1, 0, 0, width, height);
  }

  void request(int incremental, int x, int y, int w, int h) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(10).put((byte) 3).put((byte) incremental);
    send(message.putShort((short) x).putShort((short) y).putShort((short) w).putShort((short) h).array());
  }

  void key(int keysym, boolean isDown) throws IOException {
    send(ByteBuffer.allocate(8).put((byte) 4).put((byte) (isDown ? 1 : 0)).putShort((short) 0).putInt(keysym).array());
  }

  void type(int keysym) throws IOException {
    key(keysym, true);
    key(keysym, false);
  }

  void extendedKey(int keysym, int scancode, boolean isDown) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(12).put((byte) 255).put((byte) 0).putShort((short) (isDown ? 1 : 0));
    send(message.putInt(keysym).putInt(scancode).array());
  }

  void press(int scancode) throws IOException {
    extendedKey(0, scancode, true);
    extendedKey(0, scancode, false);
  }

  void pointer(int buttons, int x, int y) throws IOException {
    send(ByteBuffer.allocate(6).put((byte) 5).put((byte) buttons).putShort((short) x).putShort((short) y).array());
  }

  void cutText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    send(ByteBuffer.allocate(8 + bytes.length).putInt(6 << 24).putInt(bytes.length).put(bytes).array());
  }

  void extendedCutText(int flags, byte[] payload) throws IOException {
    send(ByteBuffer.allocate(12 + payload.length).putInt(6 << 24).putInt(-4 - payload.length).putInt(flags).put(payload).array());
  }

  void setDesktopSize(int w, int h) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(24).put((byte) 251).put((byte) 0).putShort((short) w).putShort((short) h);
    message.put((byte) 1).put((byte) 0).putInt(1).putInt(0).putShort((short) w).putShort((short) h).putInt(0);
    send(message.array());
  }

  /** One message, which has to be an update; its pixels are drawn. */
  List<Rectangle> readUpdate() throws IOException {
    ByteBuffer head = ByteBuffer.wrap(read(4));
    if (head.get() != 0) {
      throw new IOException("not an update: message " + head.get(0));
    }
    List<Rectangle> rectangles = new ArrayList<>();
    for (int left = head.getShort(2) & 0xFFFF; left > 0; left--) {
      rectangles.add(readRectangle());
    }
    return rectangles;
  }

  private Rectangle readRectangle() throws IOException {
    ByteBuffer head = ByteBuffer.wrap(read(12));
    int x = head.getShort() & 0xFFFF;
    int y = head.getShort() & 0xFFFF;
    int w = head.getShort() & 0xFFFF;
    int h = head.getShort() & 0xFFFF;
    int encoding = head.getInt();
    byte[] body = switch (encoding) {
      case RAW -> read(w * h * format.bytes());
      case ZRLE -> read(ByteBuffer.wrap(read(4)).getInt());
      case EXTENDED_DESKTOP_SIZE -> read(20);
      case LED_STATE -> read(1);
      case DESKTOP_SIZE, EXTENDED_KEY, POINTER_TYPE -> new byte[0];
      default -> throw new IOException("encoding " + encoding);
    };
    Rectangle rectangle = new Rectangle(x, y, w, h, encoding, body);
    if (encoding == RAW) {
      drawRaw(rectangle);
    } else if (encoding == ZRLE) {
      new ZrleDecoder(rectangle, format, inflated(rectangle), this::set).draw();
    } else if (encoding == DESKTOP_SIZE || encoding == EXTENDED_DESKTOP_SIZE && y == 0) {
      resize(w, h);
    }
    return rectangle;
  }

  private void drawRaw(Rectangle rectangle) {
    ByteBuffer bytes = ByteBuffer.wrap(rectangle.body());
    for (int y = rectangle.y(); y < rectangle.y() + rectangle.height(); y++) {
      for (int x = rectangle.x(); x < rectangle.x() + rectangle.width(); x++) {
        set(x, y, format.rgb(bytes, format.bytes()));
      }
    }
  }

  /** One stream for the life of the connection, as the RFC demands. */
  private ByteBuffer inflated(Rectangle rectangle) throws IOException {
    inflater.setInput(rectangle.body());
    byte[] plain = new byte[rectangle.width() * rectangle.height() * 5 + 4096];
    int length = 0;
    try {
      for (int more = 1; more > 0; length += more) {
        more = inflater.inflate(plain, length, plain.length - length);
      }
    } catch (DataFormatException e) {
      throw new IOException("damaged zlib stream", e);
    }
    return ByteBuffer.wrap(plain, 0, length);
  }

  private void set(int x, int y, int rgb) {
    pixels[y * width + x] = rgb;
  }

  private void resize(int w, int h) {
    width = w;
    height = h;
    pixels = new int[w * h];
  }

  int[] pixels() {
    return pixels.clone();
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  String name() {
    return name;
  }

  /** Everything that came so far. */
  long bytesRead() {
    return bytesRead;
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    bytesRead += length;
    return bytes;
  }

  /** Whether nothing comes for so long. */
  boolean isSilent(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      int next = in.read();
      throw new IOException(next < 0 ? "hung up" : "said " + next);
    } catch (SocketTimeoutException silence) {
      return true;
    } finally {
      socket.setSoTimeout(10_000);
    }
  }

  /** Waits for the other side to hang up; whatever it says before is dropped. */
  boolean isHungUp() throws IOException {
    try {
      while (true) {
        in.readByte();
      }
    } catch (EOFException | SocketException over) {
      return true;
    }
  }

  void send(int... bytes) throws IOException {
    byte[] message = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      message[i] = (byte) bytes[i];
    }
    send(message);
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    socket.close();
  }

  static byte[] response(String password, byte[] challenge) {
    byte[] key = new byte[8];
    byte[] characters = password.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < Math.min(8, characters.length); i++) {
      for (int bit = 0; bit < 8; bit++) {
        key[i] |= (byte) ((characters[i] >> bit & 1) << 7 - bit);
      }
    }
    try {
      Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
      des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
      return des.doFinal(challenge);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void expect(int actual, int expected) throws IOException {
    if (actual != expected) {
      throw new IOException("answered " + actual + " instead of " + expected);
    }
  }
}
