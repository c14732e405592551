package io.pvefleet.vnc.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleProxyTest {
  @TempDir private static Path folder;

  @Test
  void aConsoleShowsItsGuestAndTakesKeys() throws Exception {
    try (TestFleet fleet = TestFleet.small(folder)) {
      Visitor kim = fleet.visitor("kim");
      Visitor.Answer connected = kim.connect(fleet.host(), 101);
      assertThat(connected.status()).as(connected.json().toString()).isEqualTo(201);
      Socket console = kim.open(connected);
      assertThat(console.shakeHands()).isEqualTo("pos-01 · 서울 1호점");
      console.seePicture();
      console.press('k');
      assertThat(fleet.host().screen(101).await(screen -> screen.typed().equals("k"), Duration.ofSeconds(10))).isTrue();
    }
  }
}
