package io.pvefleet.vnc.relay;

import static io.pvefleet.vnc.relay.Stage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.rfb.Browser;
import io.pvefleet.vnc.session.CloseReason;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What time does to a console. */
class RelayClockTest {

  private static final byte[] BELL = {2};

  @Test
  void aBrowserThatTakesNothingForTwentySecondsIsClosedWithTheHost() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.browser.letTake(0);
    stage.hostSaysByItself(new byte[100_000]);
    until(stage.browser::isBlocking);

    stage.pass(Duration.ofMillis(19_900));
    stage.goesOn();
    stage.pass(Duration.ofMillis(100));

    stage.isOver(CloseReason.STALLED);
  }

  @Test
  void aSlowBrowserThatGoesOnIsWaitedFor() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.browser.letTake(0);
    Thread host = stage.hostSaysByItself(new byte[5 * Relay.MAX_CHUNK_BYTES]);
    for (int chunk = 1; chunk <= 5; chunk++) {
      until(stage.browser::isBlocking);
      stage.pass(Duration.ofSeconds(19));
      stage.goesOn();
      int all = chunk * Relay.MAX_CHUNK_BYTES;
      stage.browser.letTake(1);
      until(() -> stage.browser.gotBytes() == all);
    }

    host.join();
    stage.goesOn();
    assertThat(stage.browser.longest()).isEqualTo(Relay.MAX_CHUNK_BYTES);
  }

  @Test
  void aBrowserThatFailsWhileItStallsWasStalled() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.browser.letTake(0);
    stage.hostSaysByItself(BELL);
    until(stage.browser::isBlocking);
    stage.passSilently(Duration.ofSeconds(20));
    stage.browser.vanish();
    until(() -> !stage.told.endings().isEmpty());

    stage.isOver(CloseReason.STALLED);
  }

  @Test
  void aBrowserThatDoesNotAnswerTheGreetingIsNotWaitedForLong() throws InterruptedException {
    Stage stage = Stage.screen().start(Relay.Mode.CONSOLE);
    stage.pass(Duration.ofSeconds(19));
    stage.goesOn();
    stage.pass(Duration.ofSeconds(1));

    stage.isOver(CloseReason.STALLED);
  }

  @Test
  void aQuietConsoleIsKeptOpenEveryFiveMinutes() {
    Stage stage = Stage.open(Relay.Mode.VIEW);
    stage.says(Browser.updateRequest());
    stage.host.taken();

    stage.pass(Duration.ofMinutes(4));
    assertThat(stage.host.taken()).isEmpty();
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.host.taken()).isEqualTo(Browser.updateRequest());
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.host.taken()).as("the last one counts").isEmpty();
  }

  @Test
  void aTalkingBrowserNeedsNoKeepingOpen() {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    for (int minutes = 0; minutes < 20; minutes++) {
      stage.says(Browser.key(true, minutes));
      stage.pass(Duration.ofMinutes(1));
    }

    assertThat(stage.host.taken()).hasSize(20 * 8);
  }

  @Test
  void aViewersPointerKeepsNoHostOpen() {
    Stage stage = Stage.open(Relay.Mode.VIEW);
    stage.pass(Duration.ofMinutes(4));
    stage.says(Browser.pointer(1, 1));
    stage.pass(Duration.ofMinutes(1));

    assertThat(stage.host.taken()).as("nothing of the pointer reached the host").isEqualTo(Browser.updateRequest());
  }

  @Test
  void keepingOpenWaitsForTheEndOfAMessage() {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    byte[] text = Browser.cutText("hello");
    stage.says(Arrays.copyOf(text, 10));
    stage.pass(Duration.ofMinutes(6));
    assertThat(stage.host.taken()).isEqualTo(Arrays.copyOf(text, 10));

    stage.says(Arrays.copyOfRange(text, 10, text.length));
    assertThat(stage.host.taken()).isEqualTo(Arrays.copyOfRange(text, 10, text.length));
    stage.pass(Duration.ofMinutes(5));
    assertThat(stage.host.taken()).isEqualTo(Browser.updateRequest());
  }

  @Test
  void onlyAPersonsInputEndsIdleness() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.pass(Duration.ofMinutes(14));
    stage.says(Browser.key(true, 1));
    stage.pass(Duration.ofMinutes(14));
    stage.goesOn();
    stage.says(Browser.updateRequest());
    stage.hostSays(BELL);
    stage.pass(Duration.ofMinutes(1));

    stage.isOver(CloseReason.IDLE);
  }

  @Test
  void aConsoleInUseEndsAtTheAbsoluteLimit() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    for (int minutes = 0; minutes < 8 * 60; minutes += 10) {
      stage.goesOn();
      stage.says(Browser.key(true, minutes));
      stage.pass(Duration.ofMinutes(10));
    }

    stage.isOver(CloseReason.TOO_LONG);
  }
}
