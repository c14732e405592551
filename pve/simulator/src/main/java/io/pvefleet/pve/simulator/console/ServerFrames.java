package io.pvefleet.pve.simulator.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames to the client as pveproxy writes them: binary ones and pongs, unfragmented and unmasked. It never sends a ping and
 * never a close frame: a console ends with the connection. Thread-safe.
 */
final class ServerFrames {

  /** One TLS record holds about so much. */
  private static final int BUFFER = 16 * 1024;

  private static final int FINAL_BINARY = 0x82;
  private static final int FINAL_PONG = 0x8a;

  private final ReentrantLock lock = new ReentrantLock();
  private final OutputStream out;

  ServerFrames(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  /** Writes one frame and flushes it; blocks while the client does not read. */
  void binary(byte[] payload) throws IOException {
    frame(FINAL_BINARY, payload);
  }

  void pong(byte[] payload) throws IOException {
    frame(FINAL_PONG, payload);
  }

  private void frame(int head, byte[] payload) throws IOException {
    lock.lock();
    try {
      out.write(head);
      if (payload.length <= 125) {
        out.write(payload.length);
      } else if (payload.length <= 0xffff) {
        out.write(126);
        out.write(payload.length >> 8);
        out.write(payload.length);
      } else {
        out.write(127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          out.write((int) ((long) payload.length >> shift));
        }
      }
      out.write(payload);
      out.flush();
    } finally {
      lock.unlock();
    }
  }
}
