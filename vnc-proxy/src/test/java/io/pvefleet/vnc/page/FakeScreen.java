package io.pvefleet.vnc.page;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A screen of four coloured quarters, towards a viewer that needs no password, with QEMU's key events. */
final class FakeScreen implements FakeGuest {
  static final int WIDTH = 640;
  static final int HEIGHT = 400;

  /** Red, green, blue of the quarters: left and right above, left and right below. */
  static final int[] COLOURS = {0x205090, 0x3a7d44, 0xc8963e, 0x7a3b69};

  /** A key as it came; the scan code is 0 in an event of RFB's own. */
  record Key(int keysym, int scancode, boolean isDown) {}

  private final Consumer<byte[]> out;
  private final List<Key> keys = new CopyOnWriteArrayList<>();
  private final List<String> pointers = new CopyOnWriteArrayList<>();
  private final List<String> clipboards = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private volatile int updateRequests;
  private int step;

  FakeScreen(Consumer<byte[]> out) {
    this.out = out;
  }

  List<Key> keys() {
    return keys;
  }

  List<String> pointers() {
    return pointers;
  }

  List<String> clipboards() {
    return clipboards;
  }

  /** Keys, pointers and clipboards together. */
  List<Object> received() {
    return Stream.of(keys, pointers, clipboards).<Object>flatMap(List::stream).toList();
  }

  int updateRequests() {
    return updateRequests;
  }

  @Override
  public void begin() {
    out.accept("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** The guest copies a text. */
  void copies(String text) {
    byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
    out.accept(ByteBuffer.allocate(8 + latin.length).put((byte) 3).put(new byte[3]).putInt(latin.length).put(latin).array());
  }

  /** The same picture again. */
  void draw() {
    out.accept(frame());
  }

  @Override
  public synchronized void take(ByteBuffer bytes) {
    byte[] some = new byte[bytes.remaining()];
    bytes.get(some);
    pending.writeBytes(some);
    ByteBuffer all = ByteBuffer.wrap(pending.toByteArray());
    while (all.hasRemaining()) {
      int length = lengthOf(all);
      if (length == 0 || all.remaining() < length) {
        break;
      }
      accept(all.slice(all.position(), length));
      all.position(all.position() + length);
    }
    pending.reset();
    pending.write(all.array(), all.position(), all.remaining());
  }

  /** Of the message that begins here; 0 while that cannot be told. */
  private int lengthOf(ByteBuffer at) {
    int begin = at.position();
    return switch (step) {
      case 0 -> 12;
      case 1, 2 -> 1;
      default -> switch (at.get(begin)) {
        case 0 -> 20;
        case 2 -> at.remaining() < 4 ? 0 : 4 + 4 * at.getShort(begin + 2);
        case 3 -> 10;
        case 4 -> 8;
        case 5 -> 6;
        case 6 -> at.remaining() < 8 ? 0 : 8 + Math.abs(at.getInt(begin + 4));
        case (byte) 255 -> 12;
        default -> throw new IllegalStateException("message " + at.get(begin));
      };
    };
  }

  private void accept(ByteBuffer message) {
    switch (step++) {
      case 0 -> out.accept(new byte[] {1, 1});
      case 1 -> out.accept(new byte[4]);
      case 2 -> {
        byte[] name = "QEMU (pos-01)".getBytes(StandardCharsets.US_ASCII);
        out.accept(
            ByteBuffer.allocate(24 + name.length)
                .putShort((short) WIDTH).putShort((short) HEIGHT)
                .put(new byte[] {32, 24, 0, 1, 0, (byte) 255, 0, (byte) 255, 0, (byte) 255, 16, 8, 0, 0, 0, 0})
                .putInt(name.length).put(name).array());
      }
      default -> input(message);
    }
  }

  private void input(ByteBuffer message) {
    switch (message.get(0)) {
      case 3 -> {
        updateRequests++;
        if (message.get(1) == 0) {
          out.accept(frame());
        }
      }
      case 4 -> keys.add(new Key(message.getInt(4), 0, message.get(1) == 1));
      case 5 -> pointers.add(message.get(1) + " " + message.getShort(2) + "," + message.getShort(4));
      case 6 -> clipboards.add(StandardCharsets.ISO_8859_1.decode(message.slice(8, message.capacity() - 8)).toString());
      case (byte) 255 -> keys.add(new Key(message.getInt(4), message.getInt(8), message.getShort(2) == 1));
      default -> { }
    }
  }

  /** The whole picture, raw, behind the announcement that QEMU's key events are understood. */
  private static byte[] frame() {
    ByteBuffer frame = ByteBuffer.allocate(4 + 12 + 12 + WIDTH * HEIGHT * 4);
    frame.put((byte) 0).put((byte) 0).putShort((short) 2);
    frame.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(-258);
    frame.putShort((short) 0).putShort((short) 0).putShort((short) WIDTH).putShort((short) HEIGHT).putInt(0);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int colour = COLOURS[(y < HEIGHT / 2 ? 0 : 2) + (x < WIDTH / 2 ? 0 : 1)];
        // noVNC asks for red first.
        frame.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour).put((byte) 0);
      }
    }
    return frame.array();
  }
}
