package io.pvefleet.vnc.relay;

import static io.pvefleet.vnc.relay.Stage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.rfb.Browser;
import io.pvefleet.vnc.rfb.Screens;
import io.pvefleet.vnc.session.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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
  void aBrowserThatIsGoneEndsTheConsole() throws InterruptedException {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.browser.vanish();
    stage.hostSays(PICTURE);

    stage.isOver(CloseReason.BROWSER_LEFT);
    assertThat(stage.told.frames()).as("it has not seen the picture").isZero();
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
  void nothingIsSentOnceTheEndIsDecided() {
    Stage stage = Stage.screen();
    stage.hostSays(BELL);
    List<Runnable> later = new ArrayList<>();
    Told told = new Told();
    Relay relay = Relay.start(stage.line, stage.browser, Relay.Mode.CONSOLE, "x", Stage.LIMITS,
        new Ticker(() -> 0, later::add), told);
    relay.fromBrowser(ByteBuffer.wrap(Screens.VERSION));
    relay.fromBrowser(ByteBuffer.wrap(new byte[] {1, 1}));
    stage.browser.got();

    relay.end(CloseReason.TAKEN_OVER, "");
    stage.hostSays(BELL);
    relay.fromBrowser(ByteBuffer.wrap(Browser.key(true, 1)));
    relay.control("{}");

    assertThat(stage.browser.got()).isEmpty();
    assertThat(stage.browser.controls()).isEmpty();
    assertThat(stage.host.taken()).isEmpty();
    assertThat(told.endings()).isEmpty();
    assertThat(later).hasSize(1).allSatisfy(Runnable::run);
    assertThat(told.endings()).hasSize(1);
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
  void aBrowserInItsHandshakeHasTheLineAlready() {
    Stage stage = Stage.screen().start(Relay.Mode.CONSOLE);
    Told told = new Told();
    Relay.start(stage.line, new FakeBrowser(), Relay.Mode.CONSOLE, "x", Stage.LIMITS, new Ticker(() -> 0, Runnable::run), told);

    assertThat(told.endings()).extracting(Ending::reason).containsExactly(CloseReason.BUG);
    stage.goesOn();
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
