package io.pvefleet.bench.console;

import io.pvefleet.pve.simulator.screen.Display;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * A screen that costs nothing to draw: answers each request with the same rectangle of raw pixels, at a pace or as fast as it is
 * taken. Checks no password, so that what is measured is the relaying.
 */
final class FloodScreen implements Display {

  /** What a screen does once it has been shown. */
  enum Motion {
    /** Nothing ever changes again. */
    STILL,
    /** 5 Mbit/s. */
    PACED,
    /** As fast as it is asked. */
    FLOOD
  }

  /** Whether the handshake is that of a host, which asks for a password, or that of a bare VNC server. */
  enum Security { VNC, NONE }

  private static final int SCREEN = 512;
  private static final int BYTES_PER_SECOND = 5_000_000 / 8;

  private final Motion motion;
  private final Security security;
  private final byte[] first = update(SCREEN, SCREEN);
  private final byte[] next;

  FloodScreen(Motion motion, Security security) {
    this.motion = motion;
    this.security = security;
    this.next = motion == Motion.FLOOD ? first : update(128, 128);
  }

  @Override
  public void serve(InputStream input, OutputStream out, String password) throws IOException {
    DataInputStream in = new DataInputStream(input);
    try {
      handshake(in, out);
      long due = System.nanoTime();
      for (boolean isFirst = true; ; isFirst = false) {
        awaitRequest(in);
        if (isFirst) {
          out.write(first);
          out.flush();
          continue;
        }
        switch (motion) {
          case STILL -> { }
          case FLOOD -> {
            out.write(next);
            out.flush();
          }
          case PACED -> {
            due = Math.max(due + next.length * 1_000_000_000L / BYTES_PER_SECOND, System.nanoTime() - 1_000_000_000L);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
              LockSupport.parkNanos(wait);
            }
            out.write(next);
            out.flush();
          }
        }
      }
    } catch (EOFException left) {
      // the viewer has gone
    }
  }

  private void handshake(DataInputStream in, OutputStream out) throws IOException {
    out.write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    in.readFully(new byte[12]);
    out.write(new byte[] {1, (byte) (security == Security.VNC ? 2 : 1)});
    out.flush();
    in.readByte();
    if (security == Security.VNC) {
      out.write(new byte[16]);
      out.flush();
      in.readFully(new byte[16]);
    }
    out.write(new byte[4]);
    out.flush();
    in.readByte();
    byte[] name = "flood".getBytes(StandardCharsets.US_ASCII);
    out.write(
        ByteBuffer.allocate(24 + name.length).putShort((short) SCREEN).putShort((short) SCREEN)
            .put(new byte[] {32, 24, 0, 1, 0, (byte) 255, 0, (byte) 255, 0, (byte) 255, 16, 8, 0, 0, 0, 0}).putInt(name.length).put(name)
            .array());
    out.flush();
  }

  /** Reads up to and with the next request for a picture; everything else is taken and forgotten. */
  private static void awaitRequest(DataInputStream in) throws IOException {
    while (true) {
      int type = in.readUnsignedByte();
      switch (type) {
        case 0 -> in.skipNBytes(19);
        case 2 -> {
          in.skipNBytes(1);
          in.skipNBytes(4L * in.readUnsignedShort());
        }
        case 3 -> {
          in.skipNBytes(9);
          return;
        }
        case 4 -> in.skipNBytes(7);
        case 5 -> in.skipNBytes(5);
        case 255 -> in.skipNBytes(11);
        default -> throw new IOException("message " + type + " is not a viewer's");
      }
    }
  }

  private static byte[] update(int width, int height) {
    ByteBuffer update = ByteBuffer.allocate(16 + width * height * 4);
    update.putShort((short) 0).putShort((short) 1);
    update.putShort((short) 0).putShort((short) 0).putShort((short) width).putShort((short) height).putInt(0);
    return update.array();
  }
}
