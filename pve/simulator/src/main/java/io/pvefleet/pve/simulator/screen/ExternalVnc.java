package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;

/**
 * The VNC server of a real QEMU, reached as {@code qm vncproxy} reaches it: the password is set through QMP, valid for 30
 * seconds, then bytes are copied both ways, 4096 at a time.
 *
 * @param vnc a unix or TCP address
 * @param qmp of the same QEMU
 */
public record ExternalVnc(SocketAddress vnc, SocketAddress qmp) implements Display {

  /** As {@code qm vncproxy} reads. */
  private static final int PORTION = 4096;

  private static final String VALIDITY = "+30";

  /** One at a time: QEMU's control socket takes one connection, and lets another wait. */
  @Override
  public void serve(InputStream in, OutputStream out, String password) throws IOException {
    try (Qmp control = Qmp.connect(qmp)) {
      control.execute("set_password", Map.of("protocol", "vnc", "password", password));
      control.execute("expire_password", Map.of("protocol", "vnc", "time", VALIDITY));
    }
    try (SocketChannel qemu = SocketChannel.open(vnc)) {
      if (family(vnc) != StandardProtocolFamily.UNIX) {
        qemu.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      Thread.ofVirtual().name("to qemu").start(() -> copy(in, qemu));
      copy(qemu, out);
    }
  }

  /** Until the viewer leaves, which then ends the other direction, too. */
  private static void copy(InputStream in, SocketChannel qemu) {
    byte[] portion = new byte[PORTION];
    try (qemu) {
      for (int length = in.read(portion); length >= 0; length = in.read(portion)) {
        ByteBuffer bytes = ByteBuffer.wrap(portion, 0, length);
        while (bytes.hasRemaining()) {
          qemu.write(bytes);
        }
      }
    } catch (IOException over) {
      // one of the two is gone: the other direction ends by the socket's being closed
    }
  }

  private static void copy(SocketChannel qemu, OutputStream out) throws IOException {
    ByteBuffer portion = ByteBuffer.allocate(PORTION);
    for (Optional<Integer> length = read(qemu, portion); length.isPresent(); length = read(qemu, portion)) {
      out.write(portion.array(), 0, length.get());
      out.flush();
      portion.clear();
    }
  }

  /** Nothing at the end, whoever ended it. */
  private static Optional<Integer> read(SocketChannel qemu, ByteBuffer portion) throws IOException {
    try {
      int length = qemu.read(portion);
      return length < 0 ? Optional.empty() : Optional.of(length);
    } catch (java.nio.channels.ClosedChannelException viewerLeft) {
      return Optional.empty();
    }
  }

  private static StandardProtocolFamily family(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
  }
}
