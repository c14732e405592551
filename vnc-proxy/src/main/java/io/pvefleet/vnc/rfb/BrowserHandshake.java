package io.pvefleet.vnc.rfb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of an RFB 003.008 handshake towards a browser that is logged in already: it is offered security type None,
 * and is told the host's screen under the guest's own title. Strict: noVNC answers 003.008, and an older version would be another
 * handshake. Not thread-safe.
 */
public final class BrowserHandshake {

  private static final int NONE = 1;
  private static final byte[] ONLY_NONE = {1, NONE};
  private static final byte[] ACCEPTED = {0, 0, 0, 0};

  private enum Stage {
    VERSION("the answer RFB 003.008"),
    TYPE("security type 1 (None)"),
    CLIENT_INIT("whether to share the screen"),
    OVER("nothing more");

    private final String expected;

    Stage(String expected) {
      this.expected = expected;
    }
  }

  private final ServerInit init;
  private final Intake intake = new Intake(HostHandshake.VERSION.length);
  private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
  private Stage stage = Stage.VERSION;

  /**
   * Ready to greet.
   *
   * @param init what the host said
   * @param title what the browser shows instead of the host's name
   */
  public BrowserHandshake(ServerInit init, String title) {
    this.init = init.named(title);
  }

  /** How far the handshake came with the bytes so far. */
  public sealed interface Progress {

    /** Goes on: send these bytes, if any, and give what comes. */
    record Send(byte[] bytes) implements Progress {}

    /** Over: send these bytes; what the browser sent beyond its handshake is the beginning of its messages. */
    record Done(byte[] toSend, byte[] surplus) implements Progress {}

    /** Over: nothing will come of it. */
    record Failed(RfbFault why) implements Progress {}
  }

  /** The first bytes that a browser sees. */
  public byte[] greeting() {
    return HostHandshake.VERSION.clone();
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
    while (intake.fill(in, stage == Stage.VERSION ? HostHandshake.VERSION.length : 1)) {
      Progress end = step(in, intake.take());
      if (end != null) {
        stage = Stage.OVER;
        return end;
      }
    }
    return new Progress.Send(takeReplies());
  }

  /** What follows from a complete message; null while the handshake goes on. */
  private @Nullable Progress step(ByteBuffer in, byte[] message) {
    return switch (stage) {
      case VERSION -> Arrays.equals(message, HostHandshake.VERSION)
          ? reply(Stage.TYPE, ONLY_NONE) : unexpected("\"" + Printable.of(message) + "\"");
      case TYPE -> message[0] == NONE
          ? reply(Stage.CLIENT_INIT, ACCEPTED) : unexpected("type " + Byte.toUnsignedInt(message[0]));
      // Any answer will do: towards the host every session is shared, or it would throw the others out.
      case CLIENT_INIT -> done(in);
      case OVER -> throw new IllegalStateException("this handshake is over");
    };
  }

  private @Nullable Progress reply(Stage next, byte[] bytes) {
    replies.writeBytes(bytes);
    stage = next;
    return null;
  }

  private Progress done(ByteBuffer in) {
    replies.writeBytes(init.encoded());
    byte[] surplus = new byte[in.remaining()];
    in.get(surplus);
    return new Progress.Done(takeReplies(), surplus);
  }

  private Progress unexpected(String came) {
    return new Progress.Failed(new RfbFault.Unexpected(stage.expected, came));
  }

  private byte[] takeReplies() {
    byte[] bytes = replies.toByteArray();
    replies.reset();
    return bytes;
  }
}
