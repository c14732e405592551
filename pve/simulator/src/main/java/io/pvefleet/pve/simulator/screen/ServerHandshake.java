package io.pvefleet.pve.simulator.screen;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The handshake of a QEMU with {@code password=on}, from the version to ClientInit. */
final class ServerHandshake {

  static final byte VNC_AUTHENTICATION = 2;

  private static final byte[] VERSION = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern VERSION_OF_VIEWER = Pattern.compile("RFB (\\d{3})\\.(\\d{3})\n");
  /** 3.4 and 3.5 never existed, but some viewers say so; they count as 3.3. */
  private static final Set<Integer> MINOR_VERSIONS = Set.of(3, 4, 5, 7, 8);

  private static final int FIRST_WITH_A_LIST = 7;
  private static final int FIRST_WITH_A_REASON = 8;
  /** QEMU sends the zero at the end of its string, and counts it. */
  private static final byte[] REASON = "Authentication failed\0".getBytes(StandardCharsets.US_ASCII);

  private final DataInputStream in;
  private final OutputStream out;

  ServerHandshake(DataInputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** How the viewer wants to come in. */
  enum Entry {
    /** Beside others. */
    SHARED,
    /** Alone. */
    EXCLUSIVE
  }

  /**
   * Blocks until ClientInit.
   *
   * @param password asked when the answer is there, as QEMU does: another opener may have replaced it since the challenge
   * @throws RfbViolation when QEMU would hang up; what it says before that has been said
   */
  Entry perform(Supplier<String> password, byte[] challenge) throws IOException {
    send(VERSION);
    int minor = version();
    if (minor < FIRST_WITH_A_LIST) {
      send(new byte[] {0, 0, 0, VNC_AUTHENTICATION});
    } else {
      send(new byte[] {1, VNC_AUTHENTICATION});
      int chosen = in.readUnsignedByte();
      if (chosen != VNC_AUTHENTICATION) {
        refuse(minor);
        throw new RfbViolation("security type " + chosen + " was not offered");
      }
    }
    send(challenge);
    byte[] answer = new byte[VncAuthentication.CHALLENGE_BYTES];
    in.readFully(answer);
    if (!VncAuthentication.accepts(password.get(), challenge, answer)) {
      refuse(minor);
      throw new RfbViolation("wrong password");
    }
    send(new byte[4]);
    return in.readUnsignedByte() == 0 ? Entry.EXCLUSIVE : Entry.SHARED;
  }

  private int version() throws IOException {
    byte[] bytes = new byte[VERSION.length];
    in.readFully(bytes);
    Matcher version = VERSION_OF_VIEWER.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!version.matches()) {
      throw new RfbViolation("no version");
    }
    int minor = Integer.parseInt(version.group(2));
    if (Integer.parseInt(version.group(1)) != 3 || !MINOR_VERSIONS.contains(minor)) {
      send(new byte[4]);
      throw new RfbViolation("version " + version.group(1) + "." + version.group(2));
    }
    return minor;
  }

  private void refuse(int minor) throws IOException {
    if (minor < FIRST_WITH_A_REASON) {
      send(new byte[] {0, 0, 0, 1});
      return;
    }
    send(ByteBuffer.allocate(8 + REASON.length).putInt(1).putInt(REASON.length).put(REASON).array());
  }

  private void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }
}
