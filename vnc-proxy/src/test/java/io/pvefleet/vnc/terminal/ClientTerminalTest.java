package io.pvefleet.vnc.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.fuzz.Fuzz;
import io.pvefleet.vnc.terminal.ClientTerminal.Mode;
import io.pvefleet.vnc.terminal.ClientTerminal.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTerminalTest {

  private final ClientTerminal console = new ClientTerminal(Mode.CONSOLE);
  private final ClientTerminal view = new ClientTerminal(Mode.VIEW);

  @Test
  void inputSizeAndSignsOfLifeReachTheGuestUnchanged() {
    String all = "1:80:24:0:1:l0:3:가20:0:0:00002:s\n";

    assertThat(pass(console, all)).isEqualTo(all);
    assertThat(console.counters()).isEqualTo(new TerminalCounters(6, 4, 6, 0));
  }

  @Test
  void nothingOfAViewerReachesTheGuest() {
    assertThat(pass(view, "1:200:50:0:7:rm -rf 20:1:x")).isEqualTo("2");
    assertThat(view.counters()).isEqualTo(new TerminalCounters(4, 0, 0, 3));
    assertThat(((Outcome.Pass) view.accept(wrap("0:1:x"))).wasInput()).as("somebody is there").isTrue();
  }

  @Test
  void onlyInputIsInput() {
    assertThat(((Outcome.Pass) console.accept(wrap("1:80:24:2"))).wasInput()).isFalse();
    assertThat(((Outcome.Pass) console.accept(wrap("0:1:"))).wasInput()).isTrue();
    assertThat(console.isAtBoundary()).isFalse();
    assertThat(pass(console, "x")).isEqualTo("x");
    assertThat(console.isAtBoundary()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "3", "x", "00", "0:x", "0::", "0:-1:", "0:65537:", "0:123456", "1:0:24:", "1:80:0:", "1:1001:24:", "1:80:24x", "1::",
      "1:80::", "11:", "0:\u0000", "\n",
  })
  void everythingElseEndsTheSessionWithAReason(String message) {
    assertThat(console.accept(wrap(message))).isInstanceOfSatisfying(Outcome.Violation.class, violation -> {
      assertThat(violation.reason()).startsWith("The browser sent ").endsWith(".");
      assertThat(console.accept(wrap("2"))).as("and stays one").isEqualTo(violation);
    });
  }

  @Test
  void theLargestPasteAndTerminalPass() {
    String paste = "0:65536:" + "x".repeat(65536) + "1:1000:1000:";

    assertThat(pass(console, paste)).isEqualTo(paste);
  }

  @Test
  void anyFragmentationComesToTheSameBytes() {
    Fuzz.rounds("terminal messages in pieces", 4_000, random -> {
      byte[] session = session(random);
      Mode mode = Mode.values()[random.nextInt(2)];

      Run whole = run(mode, List.of(ByteBuffer.wrap(session)));
      Run pieces = run(mode, Fuzz.pieces(session, random));

      assertThat(pieces.toHost.toByteArray()).isEqualTo(whole.toHost.toByteArray());
      assertThat(pieces.counters).isEqualTo(whole.counters);
      assertThat(pieces.violation).isEqualTo(whole.violation).isEmpty();
      if (mode == Mode.CONSOLE) {
        assertThat(whole.toHost.toByteArray()).isEqualTo(session);
      }
    });
  }

  @Test
  void mutationsEndInTheTypedViolationOrPassTheClosedList() {
    int[] seen = new int[2];
    Fuzz.rounds("terminal messages mutated", 6_000, random -> {
      Mode mode = Mode.values()[random.nextInt(2)];
      Run run = run(mode, Fuzz.pieces(Fuzz.mutated(session(random), random), random));

      readAsTermproxy(run.toHost.toString(StandardCharsets.ISO_8859_1), mode);
      seen[run.violation.isPresent() ? 0 : 1]++;
    });
    System.out.printf("  %d ended by a violation, %d did not%n", seen[0], seen[1]);
    assertThat(seen[0]).isGreaterThan(200);
    assertThat(seen[1]).isGreaterThan(200);
  }

  /** Written apart from the product's parser. The last input may be cut off. */
  private static void readAsTermproxy(String stream, Mode mode) {
    Pattern head = Pattern.compile("2|0:(\\d{1,5}):|1:(\\d{1,5}):(\\d{1,5}):");
    for (int at = 0; at < stream.length();) {
      var matcher = head.matcher(stream).region(at, stream.length());
      assertThat(matcher.lookingAt()).as("a message of the list at %d", at).isTrue();
      at = matcher.end();
      if (matcher.group(1) != null) {
        assertThat(Integer.parseInt(matcher.group(1))).isLessThanOrEqualTo(ClientTerminal.MAX_INPUT_BYTES);
        at += Integer.parseInt(matcher.group(1));
      } else if (matcher.group(2) != null) {
        assertThat(Integer.parseInt(matcher.group(2))).isBetween(1, ClientTerminal.MAX_SIDE);
        assertThat(Integer.parseInt(matcher.group(3))).isBetween(1, ClientTerminal.MAX_SIDE);
      }
      assertThat(mode == Mode.CONSOLE || matcher.group().equals("2")).as("nothing of a viewer").isTrue();
    }
  }

  private static byte[] session(Random random) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int messages = 1 + random.nextInt(20); messages > 0; messages--) {
      switch (random.nextInt(4)) {
        case 0 -> all.writeBytes(bytes("1:" + (1 + random.nextInt(1000)) + ":" + (1 + random.nextInt(1000)) + ":"));
        case 1 -> all.write('2');
        default -> {
          byte[] input = new byte[random.nextInt(random.nextInt(10) == 0 ? 3000 : 5)];
          random.nextBytes(input);
          all.writeBytes(bytes("0:" + input.length + ":"));
          all.writeBytes(input);
        }
      }
    }
    return all.toByteArray();
  }

  private static final class Run {
    private final ByteArrayOutputStream toHost = new ByteArrayOutputStream();
    private Optional<String> violation = Optional.empty();
    private TerminalCounters counters = new TerminalCounters(0, 0, 0, 0);
  }

  private static Run run(Mode mode, List<ByteBuffer> pieces) {
    ClientTerminal terminal = new ClientTerminal(mode);
    Run run = new Run();
    int taken = 0;
    for (ByteBuffer piece : pieces) {
      taken += piece.remaining();
      switch (terminal.accept(piece)) {
        case Outcome.Pass(byte[] bytes, boolean wasInput) -> run.toHost.writeBytes(bytes);
        case Outcome.Violation(String reason) -> run.violation = Optional.of(reason);
      }
      if (run.violation.isEmpty() && mode == Mode.CONSOLE) {
        assertThat(taken - run.toHost.size()).as("held").isBetween(0, ClientTerminal.MAX_HEAD_BYTES);
      }
    }
    run.counters = terminal.counters();
    return run;
  }

  private static String pass(ClientTerminal terminal, String text) {
    return new String(((Outcome.Pass) terminal.accept(wrap(text))).bytes(), StandardCharsets.UTF_8);
  }

  private static ByteBuffer wrap(String text) {
    return ByteBuffer.wrap(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
