package io.pvefleet.app.consoles;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A board with an open console, one that was taken over, one that never showed a picture. */
public final class SampleConsoles {
  private SampleConsoles() {}

  public static ConsoleBoard board(Instant now) {
    ConsoleBoard board = new ConsoleBoard(Optional.of(URI.create("https://console.example.org/")));
    board.answered(
        List.of(
            row("a1", "kim", 104, now.minusSeconds(95), Optional.of(Duration.ofMillis(1240)), Optional.empty(), 0, ""),
            row("a2", "park", 104, now.minusSeconds(900), Optional.of(Duration.ofMillis(900)), Optional.of(now.minusSeconds(95)), 4409,
                "taken-over"),
            row("a3", "kim", 101, now.minusSeconds(9_000), Optional.empty(), Optional.of(now.minusSeconds(8_990)), 4503, "host-offline")),
        now.minusSeconds(3));
    return board;
  }

  private static ConsoleRow row(
      String id, String user, int vmid, Instant opened, Optional<Duration> picture, Optional<Instant> closed, int code, String reason) {
    return new ConsoleRow(
        id, user, "10.8.0.21", "busan-010", vmid, "pos-0" + vmid, "console", "screen", code == 0, picture.isEmpty() ? ""
            : "UPID:pve1:00000257:0004F057:6B026705:vncproxy:" + vmid + ":fleet@pve!console:",
        opened, picture, 3_400_000, 41, closed, code, reason);
  }
}
