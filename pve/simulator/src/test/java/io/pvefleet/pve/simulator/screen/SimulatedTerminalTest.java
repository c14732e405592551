package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedTerminalTest {

  private final SimulatedTerminal terminal =
      SimulatedTerminal.serial("pos-0012", "serial0", InstantSource.fixed(Instant.parse("2026-11-22T04:05:06Z")));

  @Test
  void greetsAsARealHostDoesAndPrompts() throws IOException {
    assertThat(shown("")).isEqualTo(
        "\r\nstarting serial terminal on interface serial0\r\nWelcome to pos-0012. Type help.\r\nroot@pos-0012:~# ");
  }

  @Test
  void echoesAndRunsCommands() throws IOException {
    assertThat(typed("hostname\r")).endsWith("hostname\r\npos-0012\r\nroot@pos-0012:~# ");
    assertThat(typed("date\r")).contains("\r\nSun Nov 22 04:05:06 UTC 2026\r\n");
    assertThat(typed("uname\r")).contains("\r\nLinux\r\n");
    assertThat(typed("reboot\r")).contains("\r\n-bash: reboot: command not found\r\n");
    assertThat(terminal.lines()).containsExactly("hostname", "date", "uname", "reboot");
  }

  @Test
  void hangulSurvivesEveryFragmentation() throws IOException {
    byte[] line = "echo 안녕하세요 있/없\r".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (byte single : line) {
      frames.writeBytes("0:1:".getBytes(StandardCharsets.UTF_8));
      frames.write(single);
    }
    assertThat(shown(frames.toByteArray())).contains("echo 안녕하세요 있/없\r\n안녕하세요 있/없\r\n");
    assertThat(terminal.lines()).containsExactly("echo 안녕하세요 있/없");
    assertThat(terminal.input()).isEqualTo("echo 안녕하세요 있/없\r");
  }

  @Test
  void backspaceErasesASyllableInBothItsColumns() throws IOException {
    assertThat(typed("echo 한a\u007f\u007f가\r")).contains("echo 한a\b \b\b \b\b \b가\r\n가\r\n");
  }

  @Test
  void controlCDropsTheLine() throws IOException {
    assertThat(typed("rm -rf\u0003echo x\r")).contains("rm -rf^C\r\nroot@pos-0012:~# echo x\r\nx\r\n");
    assertThat(terminal.lines()).containsExactly("echo x");
  }

  @Test
  void arrowKeysChangeNothing() throws IOException {
    assertThat(typed("echo a\u001b[A\u001b[1;5D\u001bOPb\r")).contains("echo ab\r\nab\r\n");
  }

  @Test
  void aDamagedCharacterDoesNotEndTheShell() throws IOException {
    assertThat(shown(new byte[] {'0', ':', '4', ':', 'a', (byte) 0xED, 'b', '\r'})).contains("a\uFFFD\r\n-bash:");
  }

  @Test
  void theWindowsSizeIsKnownToTheShell() throws IOException {
    assertThat(terminal.size()).isEqualTo(new TerminalSize(80, 20));
    assertThat(shown("1:132:43:2" + frame("stty size\r") + "2")).contains("\r\n43 132\r\n");
    assertThat(terminal.size()).isEqualTo(new TerminalSize(132, 43));
    assertThat(terminal.pings()).isEqualTo(2);
  }

  @Test
  void exitEndsTheConnection() throws IOException {
    assertThat(typed("exit\recho late\r")).endsWith("exit\r\nlogout\r\n");
    assertThat(terminal.connections()).isZero();
    assertThat(terminal.connectionsEver()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "0;1:a", "0::a", "0:12345678:a", "0:a:a", "1:80:x:", "0:9999999:a", "0:5:abc"})
  void whatIsNoFrameEndsTheConnection(String garbage) {
    org.assertj.core.api.Assertions.assertThatIOException().isThrownBy(() -> shown(garbage));
    assertThat(terminal.connections()).isZero();
  }

  @Test
  void recordsEveryCharacterThatWasTyped() throws IOException {
    typed("ls\u0003한글");
    assertThat(terminal.input()).isEqualTo("ls\u0003한글");
    assertThat(terminal.lines()).isEmpty();
  }

  private String typed(String text) throws IOException {
    return shown(frame(text));
  }

  private static String frame(String text) {
    return "0:" + text.getBytes(StandardCharsets.UTF_8).length + ":" + text;
  }

  private String shown(String frames) throws IOException {
    return shown(frames.getBytes(StandardCharsets.UTF_8));
  }

  /** In two halves, so that a frame's head is cut, too. */
  private String shown(byte[] frames) throws IOException {
    int half = frames.length / 2;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    terminal.serve(
        new SequenceInputStream(
            new ByteArrayInputStream(Arrays.copyOf(frames, half)),
            new ByteArrayInputStream(Arrays.copyOfRange(frames, half, frames.length))),
        out,
        "");
    return out.toString(StandardCharsets.UTF_8);
  }
}
