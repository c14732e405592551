package io.pvefleet.vnc.rfb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of an RFB 003.008 handshake, as QEMU behind a Proxmox host offers it: VNC authentication and nothing else, a
 * shared session, the screen's size. Strict: what does not match ends it. Not thread-safe.
 */
public final class HostHandshake {

  /** QEMU's version; vncterm's too. An older one would be another handshake, and no Proxmox host speaks it. */
  static final byte[] VERSION = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);

  /** A person reads it in a dialog; whoever sends more than that does not explain anything. */
  static final int MAX_REASON_BYTES = 256;

  private static final int VNC_AUTH = 2;
  private static final byte SHARED = 1;

  private enum Stage {
    VERSION("the greeting RFB 003.008"),
    TYPE_COUNT("the security types"),
    TYPES("the security types"),
    CHALLENGE("the challenge of VNC authentication"),
    RESULT("the result of VNC authentication"),
    REASON_LENGTH("the reason of the refusal"),
    REASON("the reason of the refusal"),
    INIT("the size of the screen"),
    NAME("the name of the screen"),
    OVER("nothing more");

    private final String expected;

    Stage(String expected) {
      this.expected = expected;
    }
  }

  private final byte[] password;
  private final Intake intake = new Intake(ServerInit.MAX_NAME_BYTES);
  private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
  private Stage stage = Stage.VERSION;
  private int wanted = VERSION.length;
  private boolean isAuthenticated;
  private boolean wasChallenged;
  private ServerInit init = new ServerInit(1, 1, new PixelFormat(32, 24, false, true, 255, 255, 255, 16, 8, 0), "");

  /**
   * Waits for the host's greeting.
   *
   * @param password eight bytes of a Proxmox host; copied, and wiped once it was used
   */
  public HostHandshake(byte[] password) {
    this.password = password.clone();
  }

  /** How far the handshake came with the bytes so far. */
  public sealed interface Progress {

    /** Goes on: send these bytes, if any, and give what comes. */
    record Send(byte[] bytes) implements Progress {}

    /** Over: send these bytes, if any; what the host sent beyond its handshake is the beginning of the stream. */
    record Done(byte[] toSend, ServerInit init, byte[] surplus) implements Progress {}

    /** Over: nothing will come of it. */
    record Failed(RfbFault why) implements Progress {}
  }

  /**
   * Takes all bytes of the fragment.
   *
   * @throws IllegalStateException after {@link Progress.Done} or {@link Progress.Failed}
   */
  public Progress receive(ByteBuffer in) {
    if (stage == Stage.OVER) {
      throw new IllegalStateException("this handshake is over");
    }
    while (intake.fill(in, wanted)) {
      Progress end = step(in);
      if (end != null) {
        stage = Stage.OVER;
        Arrays.fill(password, (byte) 0);
        return end;
      }
    }
    return new Progress.Send(takeReplies());
  }

  /** What to say when the host closes before the handshake is over. */
  public RfbFault ended() {
    return switch (stage) {
      // The reason is missing, the refusal is not.
      case REASON_LENGTH, REASON -> refusal(Printable.of(intake.take()));
      case VERSION, TYPE_COUNT, TYPES, CHALLENGE, RESULT, INIT, NAME, OVER -> new RfbFault.Ended(stage.expected);
    };
  }

  /** Whether the host took the password: from then on the next opener of the VM may replace it. */
  public boolean isAuthenticated() {
    return isAuthenticated;
  }

  /** What follows from a complete message; null while the handshake goes on. */
  private @Nullable Progress step(ByteBuffer in) {
    return switch (stage) {
      case VERSION -> version();
      case TYPE_COUNT -> typeCount();
      case TYPES -> types();
      case CHALLENGE -> challenge();
      case RESULT -> result();
      case REASON_LENGTH -> reasonLength();
      case REASON -> new Progress.Failed(refusal(Printable.of(intake.take())));
      case INIT -> init(in);
      case NAME -> named(in);
      case OVER -> throw new IllegalStateException("this handshake is over");
    };
  }

  private @Nullable Progress version() {
    byte[] came = intake.take();
    if (!Arrays.equals(came, VERSION)) {
      return unexpected("\"" + Printable.of(came) + "\"");
    }
    replies.writeBytes(VERSION);
    return await(Stage.TYPE_COUNT, 1);
  }

  private @Nullable Progress typeCount() {
    int count = intake.octet(0);
    intake.forget();
    return count == 0 ? await(Stage.REASON_LENGTH, 4) : await(Stage.TYPES, count);
  }

  private @Nullable Progress types() {
    byte[] offered = intake.take();
    IntStream types = IntStream.range(0, offered.length).map(i -> Byte.toUnsignedInt(offered[i]));
    if (types.noneMatch(type -> type == VNC_AUTH)) {
      String list = IntStream.range(0, offered.length).mapToObj(i -> Integer.toString(Byte.toUnsignedInt(offered[i])))
          .collect(Collectors.joining(", "));
      return new Progress.Failed(new RfbFault.Unexpected("security type 2 (VNC authentication)", "an offer of " + list));
    }
    replies.write(VNC_AUTH);
    return await(Stage.CHALLENGE, VncAuth.CHALLENGE_BYTES);
  }

  private @Nullable Progress challenge() {
    wasChallenged = true;
    replies.writeBytes(VncAuth.answer(intake.take(), password));
    Arrays.fill(password, (byte) 0);
    return await(Stage.RESULT, 4);
  }

  private @Nullable Progress result() {
    int result = intake.fourOctets(0);
    intake.forget();
    if (result == 0) {
      isAuthenticated = true;
      replies.write(SHARED);
      return await(Stage.INIT, ServerInit.HEAD_BYTES);
    }
    return result == 1 ? await(Stage.REASON_LENGTH, 4) : unexpected("result " + Integer.toUnsignedString(result));
  }

  private @Nullable Progress reasonLength() {
    // A longer one is read up to the limit: the rest is not waited for.
    int length = Math.clamp(Integer.toUnsignedLong(intake.fourOctets(0)), 0, MAX_REASON_BYTES);
    intake.forget();
    return length == 0 ? new Progress.Failed(refusal("")) : await(Stage.REASON, length);
  }

  private @Nullable Progress init(ByteBuffer in) {
    int width = intake.twoOctets(0);
    int height = intake.twoOctets(2);
    PixelFormat format = PixelFormat.read(intake.view().position(4));
    long length = Integer.toUnsignedLong(intake.fourOctets(20));
    intake.forget();
    if (width < 1 || width > ServerInit.MAX_SIDE || height < 1 || height > ServerInit.MAX_SIDE) {
      return unexpected("a screen of " + width + "x" + height);
    }
    // A colour map is fine: vncterm has one, and the browser asks for a format of its own.
    if (!format.isKnownSize()) {
      return unexpected("a pixel of " + format.bitsPerPixel() + " bits");
    }
    if (length > ServerInit.MAX_NAME_BYTES) {
      return unexpected("a name of " + length + " bytes");
    }
    init = new ServerInit(width, height, format, "");
    return length == 0 ? named(in) : await(Stage.NAME, (int) length);
  }

  private Progress named(ByteBuffer in) {
    ServerInit complete = init.named(Printable.of(intake.take()));
    byte[] surplus = new byte[in.remaining()];
    in.get(surplus);
    return new Progress.Done(takeReplies(), complete, surplus);
  }

  private @Nullable Progress await(Stage next, int bytes) {
    stage = next;
    wanted = bytes;
    return null;
  }

  private Progress unexpected(String came) {
    return new Progress.Failed(new RfbFault.Unexpected(stage.expected, came));
  }

  private RfbFault refusal(String reason) {
    return wasChallenged ? new RfbFault.AuthenticationFailed(reason) : new RfbFault.Refused(reason);
  }

  private byte[] takeReplies() {
    byte[] bytes = replies.toByteArray();
    replies.reset();
    return bytes;
  }
}
