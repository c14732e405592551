package io.pvefleet.vnc.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.fuzz.Fuzz;
import io.pvefleet.vnc.rfb.BrowserHandshake.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BrowserHandshakeTest {

  private static final byte[] NOVNC = HostHandshakeTest.join(Screens.VERSION, new byte[] {1}, new byte[] {1});

  private final BrowserHandshake handshake = new BrowserHandshake(Screens.SERVER_INIT, "pos-0012");

  @Test
  void aBrowserIsOfferedNoPasswordAndToldTheGuestsTitle() {
    assertThat(handshake.greeting()).isEqualTo(Screens.VERSION);
    assertThat(sent(Screens.VERSION)).containsExactly(1, 1);
    assertThat(sent(new byte[] {1})).containsExactly(0, 0, 0, 0);

    Progress.Done done = (Progress.Done) handshake.receive(ByteBuffer.wrap(new byte[] {0, 3}));
    assertThat(done.surplus()).containsExactly(3);
    assertThat(Arrays.copyOf(done.toSend(), 20)).as("the host's size and pixels").isEqualTo(Arrays.copyOf(Screens.INIT, 20));
    assertThat(new String(done.toSend(), 24, 8, StandardCharsets.UTF_8)).isEqualTo("pos-0012");
  }

  @Test
  void anOlderVersionIsRefusedAndNamed() {
    assertThat(handshake.receive(ByteBuffer.wrap("RFB 003.003\n".getBytes(StandardCharsets.US_ASCII))))
        .isInstanceOfSatisfying(Progress.Failed.class, failed -> assertThat(failed.why().sentence())
            .isEqualTo("Expected the answer RFB 003.008, but \"RFB 003.003\" came."));
  }

  @Test
  void anotherSecurityTypeIsRefused() {
    sent(Screens.VERSION);

    assertThat(handshake.receive(ByteBuffer.wrap(new byte[] {2}))).isInstanceOf(Progress.Failed.class);
  }

  @Test
  void aLongTitleIsCutBetweenCharacters() {
    byte[] init = Screens.SERVER_INIT.named("가".repeat(500)).encoded();

    assertThat(init).hasSize(ServerInit.HEAD_BYTES + 1023);
    assertThat(new String(init, ServerInit.HEAD_BYTES, 1023, StandardCharsets.UTF_8)).isEqualTo("가".repeat(341));
  }

  @Test
  void anyFragmentationComesToTheSameAnswers() {
    Fuzz.rounds("browser handshake in pieces", 2_000, random -> {
      BrowserHandshake other = new BrowserHandshake(Screens.SERVER_INIT, "QEMU (vm100)");
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      for (ByteBuffer piece : Fuzz.pieces(NOVNC, random)) {
        switch (other.receive(piece)) {
          case Progress.Send(byte[] bytes) -> sent.writeBytes(bytes);
          case Progress.Done(byte[] bytes, byte[] surplus) -> sent.writeBytes(bytes);
          case Progress.Failed(RfbFault why) -> throw new AssertionError(why);
        }
      }
      assertThat(sent.toByteArray()).isEqualTo(
          HostHandshakeTest.join(new byte[] {1, 1}, Screens.ACCEPTED, Screens.INIT));
    });
  }

  @Test
  void garbageEndsInATypedFaultOrWaits() {
    Fuzz.rounds("browser handshake with garbage", 10_000, random -> {
      BrowserHandshake other = new BrowserHandshake(Screens.SERVER_INIT, "vm");
      for (ByteBuffer piece : Fuzz.pieces(Fuzz.mutated(NOVNC, random), random)) {
        if (!(other.receive(piece) instanceof Progress.Send)) {
          break;
        }
      }
    });
  }

  private byte[] sent(byte[] browser) {
    return ((Progress.Send) handshake.receive(ByteBuffer.wrap(browser))).bytes();
  }
}
