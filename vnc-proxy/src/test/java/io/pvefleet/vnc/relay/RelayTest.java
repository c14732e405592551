package io.pvefleet.vnc.relay;

import static io.pvefleet.vnc.relay.Stage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.rfb.Browser;
import io.pvefleet.vnc.rfb.Screens;
import io.pvefleet.vnc.session.CloseReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RelayTest {

  private static final byte[] PICTURE = HexFormat.of().parseHex("00000001000000000001000100000000aabbccdd");
  private static final byte[] BELL = {2};

  @Test
  void aBrowserIsGreetedAndThenSeesTheHost() {
    Stage stage = Stage.screen().start(Relay.Mode.CONSOLE);
    assertThat(stage.browser.got()).isEqualTo(Screens.VERSION);
    stage.says(Screens.VERSION);
    assertThat(stage.browser.got()).containsExactly(1, 1);
    stage.says(new byte[] {1, 1});
    assertThat(new String(stage.browser.got(), StandardCharsets.ISO_8859_1)).endsWith("pos-0012");

    stage.hostSays(BELL);
    stage.hostSays(PICTURE);

    assertThat(stage.browser.got()).hasSize(1 + PICTURE.length).startsWith(BELL).endsWith(PICTURE);
  }

  @Test
  void whatTheHostSaysBeforeTheHandshakeIsOverWaitsForIt() {
    Stage stage = Stage.screen();
    stage.hostSays(BELL);
    stage.start(Relay.Mode.CONSOLE);
    stage.hostSays(BELL);
    assertThat(stage.browser.got()).isEqualTo(Screens.VERSION);

    stage.says(Screens.VERSION);
    stage.says(new byte[] {1, 1});
    stage.hostSays(PICTURE);

    byte[] got = stage.browser.got();
    assertThat(Arrays.copyOfRange(got, got.length - 2 - PICTURE.length, got.length - PICTURE.length)).containsExactly(2, 2);
    assertThat(got).endsWith(PICTURE);
  }

  @Test
  void theFirstPictureIsToldOnceAndWhenTheBrowserHasIt() {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.hostSays(BELL);
    assertThat(stage.told.frames()).isZero();

    stage.browser.letTake(0);
    stage.hostSaysByItself(PICTURE);
    until(stage.browser::isBlocking);
    assertThat(stage.told.frames()).isZero();
    stage.browser.letTake(5);
    until(() -> stage.told.frames() == 1);
    stage.hostSays(PICTURE);

    assertThat(stage.told.frames()).isOne();
  }

  @Test
  void whatAPersonDoesReachesTheHostAndIsCounted() {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.says(Browser.key(true, 0x61));
    stage.says(Browser.pointer(1, 1));
    stage.says(Browser.cutText("hello"));

    assertThat(stage.host.taken()).hasSize(8 + 6 + 13);
    Figures figures = stage.relay.figures();
    assertThat(figures.bytesToGuest()).isEqualTo(27);
    assertThat(figures.bytesToBrowser()).isEqualTo(12 + 2 + 4 + 24 + 8);
    assertThat(figures).extracting(Figures::keys, Figures::pointers, Figures::clipboardBytes, Figures::refused)
        .containsExactly(1L, 1L, 5L, 0L);
  }

  @Test
  void nothingOfAViewerReachesTheHost() {
    Stage stage = Stage.open(Relay.Mode.VIEW);
    stage.says(Browser.key(true, 0x61));
    stage.says(Browser.pointer(1, 1));
    stage.says(Browser.cutText("hello"));
    assertThat(stage.host.taken()).isEmpty();
    assertThat(stage.relay.figures().refused()).isEqualTo(3);

    stage.says(Browser.updateRequest());
    assertThat(stage.host.taken()).isEqualTo(Browser.updateRequest());
  }

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
  void aBrowserThatIsGoneEndsTheConsole() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.browser.vanish();
    stage.hostSays(BELL);

    stage.isOver(CloseReason.BROWSER_LEFT);
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
    stage.hostSays(PICTURE);
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

  @Test
  void whatNoViewerSendsEndsTheConsoleWithAReason() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.says(new byte[] {99});

    stage.isOver(CloseReason.MALFORMED);
    assertThat(stage.told.endings()).containsExactly(new Ending(CloseReason.MALFORMED, "The browser sent message type 99."));
    stage.says(Browser.key(true, 1));
    assertThat(stage.host.taken()).isEmpty();
  }

  @Test
  void aBrowserOfAnotherVersionEndsTheConsoleWithAReason() throws InterruptedException {
    Stage stage = Stage.screen().start(Relay.Mode.CONSOLE);
    stage.says("RFB 003.003\n");

    stage.isOver(CloseReason.MALFORMED);
  }

  @Test
  void aHostThatClosedIsAskedWhyOnce() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.host.willSay(new Ending(CloseReason.GUEST_STOPPED, "VM 100 not running"));
    stage.line.closed("end of stream");
    stage.line.closed("again");

    stage.isOver(CloseReason.GUEST_STOPPED);
    assertThat(stage.host.asked()).isOne();
    assertThat(stage.told.endings()).containsExactly(new Ending(CloseReason.GUEST_STOPPED, "VM 100 not running"));
  }

  @Test
  void aHostThatTakesNothingMoreIsSlowAndNotWaitedFor() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.host.queue(Relay.MAX_QUEUED_BYTES + 1);
    stage.says(Browser.key(true, 1));

    assertThat(stage.host.taken()).isEmpty();
    stage.isOver(CloseReason.HOST_SLOW);
  }

  @Test
  void aHostsEndThatTakesNothingThoughItsQueueIsEmptyIsClosed() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.host.turnDeaf();
    stage.says(Browser.key(true, 1));

    stage.isOver(CloseReason.HOST_CLOSED);
  }

  @Test
  void aConsoleThatIsTakenOverSaysSoAndFreesAHostThatWaits() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.browser.letTake(0);
    stage.hostSaysByItself(new byte[100_000]);
    until(stage.browser::isBlocking);

    stage.relay.end(CloseReason.TAKEN_OVER, "by somebody");
    stage.relay.end(CloseReason.ENDED, "");
    stage.line.closed("because we closed it");
    stage.relay.browserClosed();

    stage.isOver(CloseReason.TAKEN_OVER);
  }

  @Test
  void aTextOverTheLimitIsLeftOutAndTheBrowserHearsOfIt() {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.says(Browser.cutText("x".repeat(1001)));

    stage.goesOn();
    assertThat(stage.host.taken()).isEmpty();
    assertThat(stage.browser.controls()).containsExactly("{\"type\":\"clipboard-dropped\",\"bytes\":1001,\"limit\":1000}");
  }

  @Test
  void aLineThatClosedWhileItWasParkedEndsTheConsoleAtOnce() throws InterruptedException {
    Stage stage = Stage.screen();
    stage.line.closed("end of stream");
    stage.start(Relay.Mode.CONSOLE);

    stage.isOver(CloseReason.HOST_CLOSED);
    assertThat(stage.told.endings()).containsExactly(new Ending(CloseReason.HOST_CLOSED, "end of stream"));
  }

  @Test
  void aHostThatClosesDuringTheBrowsersHandshakeEndsTheConsole() throws InterruptedException {
    Stage stage = Stage.screen().start(Relay.Mode.CONSOLE);
    stage.line.closed("end of stream");

    stage.isOver(CloseReason.HOST_CLOSED);
  }

  @Test
  void aSecondBrowserGetsNothingOfALine() {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    FakeBrowser second = new FakeBrowser();
    Told told = new Told();
    Ticker other = new Ticker(() -> 0, Runnable::run);

    Relay.start(stage.line, second, Relay.Mode.CONSOLE, "x", Stage.LIMITS, other, told);

    assertThat(told.endings()).extracting(Ending::reason).containsExactly(CloseReason.BUG);
    assertThat(second.gotBytes()).isZero();
    stage.goesOn();
    stage.hostSays(BELL);
    assertThat(stage.browser.got()).isEqualTo(BELL);
  }

  @Test
  void aTerminalShowsAtOnceWhatItSaidWhileParked() {
    Stage stage = Stage.terminal();
    stage.hostSays("login: ".getBytes(StandardCharsets.UTF_8));
    stage.start(Relay.Mode.CONSOLE);
    assertThat(stage.told.frames()).isOne();

    stage.says("1:80:24:0:3:ls\n");
    assertThat(new String(stage.browser.got(), StandardCharsets.UTF_8)).isEqualTo("login: ");
    assertThat(new String(stage.host.taken(), StandardCharsets.UTF_8)).isEqualTo("1:80:24:0:3:ls\n");
    stage.pass(Duration.ofSeconds(30));
    assertThat(new String(stage.host.taken(), StandardCharsets.UTF_8)).isEqualTo("2");
  }

  @Test
  void aViewersTerminalSendsNothing() {
    Stage stage = Stage.terminal().start(Relay.Mode.VIEW);
    stage.says("1:80:24:0:3:ls\n");

    assertThat(stage.host.taken()).isEmpty();
    assertThat(stage.relay.figures().refused()).isEqualTo(2);
  }
}
