package io.pvefleet.vnc.rfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.vnc.fuzz.Fuzz;
import io.pvefleet.vnc.rfb.HostHandshake.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostHandshakeTest {

  private final HostHandshake handshake = new HostHandshake(Screens.PASSWORD.getBytes(StandardCharsets.US_ASCII));

  @Test
  void aRecordedHostIsAnsweredUpToItsScreen() {
    assertThat(sent(Screens.VERSION)).isEqualTo(Screens.VERSION);
    assertThat(sent(Screens.TYPES)).containsExactly(2);
    assertThat(sent(Screens.CHALLENGE)).isEqualTo(Screens.ANSWER);
    assertThat(handshake.isAuthenticated()).isFalse();
    assertThat(sent(Screens.ACCEPTED)).as("shared, or the others are thrown out").containsExactly(1);
    assertThat(handshake.isAuthenticated()).isTrue();

    assertThat(handshake.receive(ByteBuffer.wrap(Screens.INIT))).isInstanceOfSatisfying(Progress.Done.class, done -> {
      assertThat(done.init()).isEqualTo(Screens.SERVER_INIT);
      assertThat(done.toSend()).isEmpty();
      assertThat(done.surplus()).isEmpty();
    });
  }

  @Test
  void aRefusedPasswordIsToldApartWithTheHostsReason() {
    sent(Screens.VERSION);
    sent(Screens.TYPES);
    sent(Screens.CHALLENGE);

    assertThat(fault(Screens.REFUSED)).as("QEMU ends its reason with a NUL")
        .isEqualTo(new RfbFault.AuthenticationFailed("Authentication failed"));
    assertThat(handshake.isAuthenticated()).isFalse();
  }

  @Test
  void aReasonIsCutAndPrintable() {
    byte[] reason = "a\u001b[31m\u202e".repeat(200).getBytes(StandardCharsets.UTF_8);
    sent(Screens.VERSION);

    RfbFault fault = fault(join(new byte[1], ByteBuffer.allocate(4).putInt(reason.length).array(), reason));

    assertThat(fault).isInstanceOfSatisfying(RfbFault.Refused.class, refused -> {
      assertThat(refused.reason().length()).isLessThanOrEqualTo(HostHandshake.MAX_REASON_BYTES);
      assertThat(refused.reason()).startsWith("a [31m").doesNotContain("\u001b", "\u202e");
    });
  }

  @Test
  void anEndlessReasonIsNotWaitedFor() {
    sent(Screens.VERSION);

    assertThat(fault(join(HexFormat.of().parseHex("00ffffffff"), new byte[HostHandshake.MAX_REASON_BYTES])))
        .isInstanceOf(RfbFault.Refused.class);
  }

  @Test
  void anotherVersionIsRefusedAndNamed() {
    RfbFault fault = fault("RFB 003.003\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(fault.sentence()).isEqualTo("Expected the greeting RFB 003.008, but \"RFB 003.003\" came.");
  }

  @Test
  void aHostThatWantsNoPasswordIsRefused() {
    sent(Screens.VERSION);

    assertThat(fault(HexFormat.of().parseHex("020113")).sentence())
        .isEqualTo("Expected security type 2 (VNC authentication), but an offer of 1, 19 came.");
  }

  @Test
  void aHostThatOffersMoreIsAskedForVncAuthentication() {
    sent(Screens.VERSION);

    assertThat(sent(HexFormat.of().parseHex("03130201"))).containsExactly(2);
  }

  @Test
  void aScreenBeyondReasonIsRefused() {
    assertThat(initFault("0000 0190 2018000100ff00ff00ff1008000000000000000c")).contains("a screen of 0x400");
    assertThat(initFault("4001 0190 2018000100ff00ff00ff1008000000000000000c")).contains("a screen of 16385x400");
    assertThat(initFault("02d0 0190 1818000100ff00ff00ff1008000000000000000c")).contains("a pixel of 24 bits");
    assertThat(initFault("02d0 0190 2018000100ff00ff00ff10080000000000000401")).contains("a name of 1025 bytes");
    assertThat(initFault("02d0 0190 2018000100ff00ff00ff100800000000ffffffff")).contains("a name of 4294967295 bytes");
  }

  @Test
  void whatFollowsTheScreenIsNotLost() {
    sent(Screens.VERSION);
    sent(Screens.TYPES);
    sent(Screens.CHALLENGE);
    sent(Screens.ACCEPTED);

    assertThat(handshake.receive(ByteBuffer.wrap(join(Screens.INIT, new byte[] {2, 2}))))
        .isInstanceOfSatisfying(Progress.Done.class, done -> assertThat(done.surplus()).containsExactly(2, 2));
  }

  @Test
  void aHostThatClosesIsAskedWhatWasMissing() {
    assertThat(handshake.ended().sentence()).isEqualTo("Expected the greeting RFB 003.008, but the connection was closed.");
    sent(Screens.VERSION);
    sent(Screens.TYPES);
    sent(Screens.CHALLENGE);
    assertThat(handshake.ended()).isInstanceOf(RfbFault.Ended.class);
    sent(Arrays.copyOf(Screens.REFUSED, 12));
    assertThat(handshake.ended()).as("refused, though its reason broke off").isEqualTo(new RfbFault.AuthenticationFailed("Auth"));
  }

  @Test
  void aHandshakeThatIsOverTakesNothing() {
    fault("SSH-2.0-OpenSSH_10.0\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> handshake.receive(ByteBuffer.wrap(Screens.TYPES))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noFaultHoldsThePassword() {
    Fuzz.rounds("host handshake without secrets", 2_000, random -> {
      RfbFault fault = run(Fuzz.mutated(recorded(), random), random).fault;
      if (fault != null) {
        assertThat(fault.sentence() + fault).doesNotContain(Screens.PASSWORD);
      }
    });
  }

  @Test
  void anyFragmentationComesToTheSameAnswers() {
    Fuzz.rounds("host handshake in pieces", 2_000, random -> {
      Run run = run(join(recorded(), new byte[] {7, 7, 7}), random);

      assertThat(run.init).isEqualTo(Screens.SERVER_INIT);
      assertThat(run.sent.toByteArray()).isEqualTo(join(Screens.VERSION, new byte[] {2}, Screens.ANSWER, new byte[] {1}));
    });
  }

  @Test
  void garbageEndsInATypedFault() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    Fuzz.rounds("host handshake with garbage", 8_000, random -> {
      Run run = run(garbage(random), random);
      seen.merge(run.kind(), 1, Integer::sum);
    });
    System.out.println("  ended as " + seen);
    assertThat(seen).as("every end is reached, or this fuzzes too little").containsOnlyKeys(Kind.values());
  }

  private enum Kind {
    DONE,
    WAITING,
    REFUSED,
    AUTHENTICATION_FAILED,
    UNEXPECTED
  }

  private static final class Run {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private RfbFault fault;
    private ServerInit init;

    Kind kind() {
      if (init != null) {
        return Kind.DONE;
      }
      return switch (fault) {
        case null -> Kind.WAITING;
        case RfbFault.Refused r -> Kind.REFUSED;
        case RfbFault.AuthenticationFailed a -> Kind.AUTHENTICATION_FAILED;
        case RfbFault.Unexpected u -> Kind.UNEXPECTED;
        case RfbFault.Ended e -> throw new AssertionError("nobody closed");
      };
    }
  }

  private static Run run(byte[] host, Random random) {
    HostHandshake handshake = new HostHandshake(Screens.PASSWORD.getBytes(StandardCharsets.US_ASCII));
    Run run = new Run();
    for (ByteBuffer piece : Fuzz.pieces(host, random)) {
      switch (handshake.receive(piece)) {
        case Progress.Send(byte[] bytes) -> run.sent.writeBytes(bytes);
        case Progress.Failed(RfbFault why) -> run.fault = why;
        case Progress.Done(byte[] bytes, ServerInit init, byte[] surplus) -> {
          run.sent.writeBytes(bytes);
          run.init = init;
          assertThat(init.width()).isBetween(1, ServerInit.MAX_SIDE);
          assertThat(init.height()).isBetween(1, ServerInit.MAX_SIDE);
        }
      }
      if (run.fault != null || run.init != null) {
        break;
      }
      assertThat(piece.hasRemaining()).as("it takes all bytes").isFalse();
    }
    assertThat(run.sent.size()).as("a host cannot make us talk").isLessThanOrEqualTo(12 + 1 + 16 + 1);
    return run;
  }

  private static byte[] garbage(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        yield noise;
      }
      case 1 -> join(Screens.VERSION, Screens.TYPES, Screens.CHALLENGE, Screens.REFUSED);
      case 2 -> Fuzz.mutated(join(Screens.VERSION, HexFormat.of().parseHex("00 00000003 616263".replace(" ", ""))), random);
      default -> Fuzz.mutated(recorded(), random);
    };
  }

  private static byte[] recorded() {
    return join(Screens.VERSION, Screens.TYPES, Screens.CHALLENGE, Screens.ACCEPTED, Screens.INIT);
  }

  private byte[] sent(byte[] host) {
    return ((Progress.Send) handshake.receive(ByteBuffer.wrap(host))).bytes();
  }

  private RfbFault fault(byte[] host) {
    return ((Progress.Failed) handshake.receive(ByteBuffer.wrap(host))).why();
  }

  private static String initFault(String hex) {
    HostHandshake other = new HostHandshake(new byte[8]);
    byte[] init = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] host = join(Screens.VERSION, Screens.TYPES, Screens.CHALLENGE, Screens.ACCEPTED, init);
    return ((Progress.Failed) other.receive(ByteBuffer.wrap(host))).why().sentence();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
