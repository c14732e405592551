package io.pvefleet.vnc.terminal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first words to a termproxy: {@code user:ticket}, a line feed, and {@code OK} as the answer. What the host says behind that
 * is the terminal's. Not thread-safe.
 */
public final class HostGreeting {

  private static final byte[] OK = {'O', 'K'};

  private final byte[] hello;
  private int matched;
  private boolean isOver;

  /**
   * Ready to greet.
   *
   * @param user as the host returned it with the ticket, with the token's name where there is one
   * @param ticket copied, and wiped once it was taken
   */
  public HostGreeting(String user, byte[] ticket) {
    byte[] name = (user + ":").getBytes(StandardCharsets.UTF_8);
    this.hello = Arrays.copyOf(name, name.length + ticket.length + 1);
    System.arraycopy(ticket, 0, hello, name.length, ticket.length);
    hello[hello.length - 1] = '\n';
  }

  /** How far the greeting came with the bytes so far. */
  public sealed interface Progress {

    /** Goes on when more comes. */
    record Waiting() implements Progress {}

    /** Over: what the host sent beyond its answer is the beginning of the terminal. */
    record Done(byte[] surplus) implements Progress {}

    /** Over: nothing will come of it; one sentence for a person, without the ticket. */
    record Failed(String sentence) implements Progress {}
  }

  /**
   * What to send once the way is open: ends within termproxy's limit of 10 seconds if it is sent at once. To be taken one time.
   *
   * @throws IllegalStateException the second time
   */
  public byte[] takeHello() {
    if (hello[hello.length - 1] != '\n') {
      throw new IllegalStateException("the greeting was taken already");
    }
    byte[] taken = hello.clone();
    Arrays.fill(hello, (byte) 0);
    return taken;
  }

  /**
   * Takes all bytes of the fragment.
   *
   * @throws IllegalStateException after {@link Progress.Done} or {@link Progress.Failed}
   */
  public Progress receive(ByteBuffer in) {
    if (isOver) {
      throw new IllegalStateException("this greeting is over");
    }
    while (in.hasRemaining()) {
      byte came = in.get();
      if (came != OK[matched]) {
        isOver = true;
        // What came may be anything that runs on the host, so it is not shown.
        return new Progress.Failed("Expected the answer OK of a terminal, but something else came.");
      }
      if (++matched == OK.length) {
        isOver = true;
        byte[] surplus = new byte[in.remaining()];
        in.get(surplus);
        return new Progress.Done(surplus);
      }
    }
    return new Progress.Waiting();
  }

  /** What to say when the host closes before the greeting is over: so termproxy refuses a ticket. */
  public String ended() {
    return "Expected the answer OK of a terminal, but the connection was closed.";
  }
}
