package io.pvefleet.vnc.rfb;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads client messages as a server would, written apart from the product's parser: what a host gets is judged by this. */
public final class QemuReader {

  private static final Set<Integer> INPUT = Set.of(4, 5, 6, 251, 255);

  private QemuReader() {}

  /** One message; the encodings of a SetEncodings, nothing else of the others. */
  public record Message(int type, List<Integer> encodings) {
    public boolean isInput() {
      return INPUT.contains(type);
    }
  }

  /** All messages; the last may be cut off if its beginning is there. */
  public static List<Message> read(byte[] stream) {
    List<Message> messages = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(stream));
    try {
      for (int type = in.read(); type >= 0; type = in.read()) {
        List<Integer> encodings = new ArrayList<>();
        Message message = new Message(type, encodings);
        messages.add(message);
        switch (type) {
          case 0 -> pixelFormat(in);
          case 2 -> {
            in.readByte();
            for (int count = in.readUnsignedShort(); count > 0; count--) {
              encodings.add(in.readInt());
            }
          }
          case 3 -> in.readFully(new byte[9]);
          case 4 -> in.readFully(new byte[7]);
          case 5 -> in.readFully(new byte[5]);
          case 6 -> {
            in.readFully(new byte[3]);
            int length = in.readInt();
            in.skipBytes(length < 0 ? -length : length);
          }
          case 251 -> {
            in.readFully(new byte[5]);
            int screens = in.readUnsignedByte();
            in.readFully(new byte[1 + 16 * screens]);
          }
          case 255 -> {
            if (in.readUnsignedByte() != 0) {
              throw new AssertionError("an extension of QEMU other than keys reached the host");
            }
            in.readFully(new byte[10]);
          }
          default -> throw new AssertionError("message type " + type + " reached the host");
        }
      }
    } catch (IOException e) {
      throw new AssertionError("a message reached the host in parts", e);
    }
    return messages;
  }

  private static void pixelFormat(DataInputStream in) throws IOException {
    in.readFully(new byte[3]);
    int bits = in.readUnsignedByte();
    in.readFully(new byte[2]);
    boolean isTrueColour = in.readBoolean();
    in.readFully(new byte[6]);
    boolean isShiftFine = in.readUnsignedByte() < bits & in.readUnsignedByte() < bits & in.readUnsignedByte() < bits;
    in.readFully(new byte[3]);
    if (!isTrueColour || !isShiftFine || bits != 8 && bits != 16 && bits != 32) {
      throw new AssertionError("a pixel format that no host is asked for");
    }
  }
}
