package io.pvefleet.vnc.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.vnc.fuzz.Fuzz;
import io.pvefleet.vnc.terminal.HostGreeting.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HostGreetingTest {

  private final HostGreeting greeting = new HostGreeting("root@pam!full", bytes("PVEVNC:6B026992::abc+/=="));

  @Test
  void theFirstLineIsUserAndTicket() {
    assertThat(greeting.takeHello()).isEqualTo(bytes("root@pam!full:PVEVNC:6B026992::abc+/==\n"));
    assertThatThrownBy(greeting::takeHello).as("it was wiped").isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatFollowsOkIsTheTerminals() {
    assertThat(greeting.receive(wrap("O"))).isInstanceOf(Progress.Waiting.class);
    assertThat(greeting.receive(wrap("K\r\nstarting serial terminal"))).isInstanceOfSatisfying(Progress.Done.class,
        done -> assertThat(done.surplus()).isEqualTo(bytes("\r\nstarting serial terminal")));
    assertThatThrownBy(() -> greeting.receive(wrap("x"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anythingElseIsNoTerminal() {
    assertThat(greeting.receive(wrap("RFB 003.008\n"))).isInstanceOfSatisfying(Progress.Failed.class,
        failed -> assertThat(failed.sentence()).contains("Expected the answer OK").doesNotContain("PVEVNC"));
  }

  @Test
  void garbageEndsOrWaits() {
    int[] done = {0};
    Fuzz.rounds("terminal greeting with garbage", 4_000, random -> {
      HostGreeting other = new HostGreeting("u", bytes("t"));
      for (ByteBuffer piece : Fuzz.pieces(Fuzz.mutated(bytes("OK\r\nlogin: "), random), random)) {
        Progress progress = other.receive(piece);
        done[0] += progress instanceof Progress.Done ? 1 : 0;
        if (!(progress instanceof Progress.Waiting)) {
          break;
        }
      }
    });
    assertThat(done[0]).isBetween(1000, 3999);
  }

  private static ByteBuffer wrap(String text) {
    return ByteBuffer.wrap(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
