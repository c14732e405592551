package io.pvefleet.vnc.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.fuzz.Fuzz;
import io.pvefleet.vnc.rfb.ClientMessages.Mode;
import io.pvefleet.vnc.rfb.ClientMessages.Outcome;
import io.pvefleet.vnc.rfb.QemuReader.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientMessagesFuzzTest {

  private static final int LIMIT = 1000;

  /** Said again on purpose: a slip in the product's table must not pass because the test reads the same table. */
  private static final Set<Integer> CLOSED = Set.of(
      0, 1, 2, 5, 6, 7, 16, -260, -239, -314, 0x574D5664, -223, -224, -308, -307, -261, -258, 0xC0A1E5CE);

  @Test
  void anyFragmentationComesToTheSameBytes() {
    int[] bytes = {0};
    Fuzz.rounds("client messages in pieces", 4_000, random -> {
      byte[] session = Browser.session(random);
      Mode mode = Mode.values()[random.nextInt(2)];

      Run whole = run(mode, List.of(ByteBuffer.wrap(session)));
      Run pieces = run(mode, Fuzz.pieces(session, random));

      assertThat(pieces.toHost.toByteArray()).isEqualTo(whole.toHost.toByteArray());
      assertThat(pieces.counters).isEqualTo(whole.counters);
      assertThat(pieces.dropped).isEqualTo(whole.dropped);
      assertThat(pieces.violation).isEqualTo(whole.violation).isEmpty();
      bytes[0] += session.length;
    });
    System.out.println("  over " + bytes[0] + " bytes");
  }

  @Test
  void noMoreIsHeldThanTheLongestMessage() {
    int[] most = {0};
    Fuzz.rounds("client messages held", 2_000, random -> {
      ClientMessages messages = new ClientMessages(Mode.CONSOLE, Screens.SERVER_INIT, LIMIT);
      byte[] session = HostHandshakeTest.join(Browser.desktopSize(random.nextInt(ClientMessages.MAX_SCREENS + 1)),
          Browser.cutText("x".repeat(random.nextInt(LIMIT))), Browser.desktopSize(ClientMessages.MAX_SCREENS));
      int held = 0;
      for (ByteBuffer piece : Fuzz.pieces(session, random)) {
        held += piece.remaining();
        held -= ((Outcome.Pass) messages.accept(piece)).bytes().length;
        most[0] = Math.max(most[0], held);
      }
      assertThat(held).isZero();
    });
    assertThat(most[0]).isLessThan(ClientMessages.MAX_HELD_BYTES).isGreaterThan(ClientMessages.MAX_HELD_BYTES / 2);
  }

  @Test
  void mutationsEndInTheTypedViolationOrPassTheClosedList() {
    int[] seen = new int[3];
    Fuzz.rounds("client messages mutated", 6_000, random -> {
      Mode mode = Mode.values()[random.nextInt(2)];
      Run run = run(mode, Fuzz.pieces(attack(random), random));

      List<Message> reached = QemuReader.read(run.toHost.toByteArray());
      assertThat(reached).flatExtracting(Message::encodings).allMatch(ClientMessagesFuzzTest::keepsTheListClosed);
      if (mode == Mode.VIEW) {
        assertThat(reached).noneMatch(Message::isInput);
        assertThat(reached).flatExtracting(Message::encodings).doesNotContain(KnownEncodings.EXTENDED_CLIPBOARD);
        assertThat(run.counters.keys() + run.counters.pointers() + run.counters.clipboardBytes()).isZero();
      }
      seen[run.violation.isPresent() ? 0 : 1]++;
      seen[2] += reached.size();
    });
    System.out.printf("  %d ended by a violation, %d did not; %d messages reached the host%n", seen[0], seen[1], seen[2]);
    assertThat(IntStream.of(seen).allMatch(count -> count > 200)).as("both ends are reached, or this fuzzes too little").isTrue();
  }

  @Test
  void keepAlivesAtBoundariesDisturbNothing() {
    int[] injected = {0};
    Fuzz.rounds("keep-alives between client messages", 1_000, random -> {
      byte[] session = Browser.session(random);
      ClientMessages messages = new ClientMessages(Mode.CONSOLE, Screens.SERVER_INIT, LIMIT);
      ByteArrayOutputStream toHost = new ByteArrayOutputStream();
      int here = 0;
      for (ByteBuffer piece : Fuzz.pieces(session, random)) {
        toHost.writeBytes(((Outcome.Pass) messages.accept(piece)).bytes());
        if (messages.isAtBoundary()) {
          toHost.writeBytes(ClientMessages.keepAlive(Screens.SERVER_INIT));
          here++;
        }
      }
      List<Message> without = QemuReader.read(run(Mode.CONSOLE, List.of(ByteBuffer.wrap(session))).toHost.toByteArray());
      List<Message> with = new ArrayList<>(QemuReader.read(toHost.toByteArray()));
      assertThat(with).hasSize(without.size() + here);
      assertThat(with.stream().filter(m -> m.type() != 3)).containsExactlyElementsOf(
          without.stream().filter(m -> m.type() != 3).toList());
      injected[0] += here;
    });
    System.out.println("  " + injected[0] + " injected");
    assertThat(injected[0]).isPositive();
  }

  /** Half-good streams: a session with a few bytes changed, or cut and followed by noise. */
  private static byte[] attack(Random random) {
    byte[] session = Browser.session(random);
    if (random.nextInt(4) > 0) {
      return Fuzz.mutated(session, random);
    }
    byte[] noise = new byte[random.nextInt(400)];
    random.nextBytes(noise);
    return HostHandshakeTest.join(session, noise);
  }

  private static boolean keepsTheListClosed(int encoding) {
    return CLOSED.contains(encoding) || encoding >= -32 && encoding <= -23 || encoding >= -256 && encoding <= -247;
  }

  private static final class Run {
    private final ByteArrayOutputStream toHost = new ByteArrayOutputStream();
    private long dropped;
    private Optional<String> violation = Optional.empty();
    private Counters counters = Counters.ZERO;
  }

  private static Run run(Mode mode, List<ByteBuffer> pieces) {
    ClientMessages messages = new ClientMessages(mode, Screens.SERVER_INIT, LIMIT);
    Run run = new Run();
    int taken = 0;
    for (ByteBuffer piece : pieces) {
      taken += piece.remaining();
      switch (messages.accept(piece)) {
        case Outcome.Pass(byte[] bytes, boolean wasInput, long dropped) -> {
          run.toHost.writeBytes(bytes);
          run.dropped += dropped;
          assertThat(piece.hasRemaining()).as("it takes all bytes").isFalse();
        }
        case Outcome.Violation(String reason) -> run.violation = Optional.of(reason);
      }
      assertThat(run.toHost.size()).as("nothing is made up").isLessThanOrEqualTo(taken);
    }
    run.counters = messages.counters();
    return run;
  }
}
