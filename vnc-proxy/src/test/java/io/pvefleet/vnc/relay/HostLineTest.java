package io.pvefleet.vnc.relay;

import static io.pvefleet.vnc.relay.Stage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.session.CloseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostLineTest {

  @Test
  void aParkedLineHoldsALittleAndClosesWhenThereIsMore() {
    Stage stage = Stage.terminal();
    stage.hostSays(new byte[HostLine.MAX_PARKED_BYTES]);
    assertThat(stage.line.isOpen()).isTrue();
    assertThat(stage.host.isClosed()).isFalse();

    stage.hostSays(new byte[1]);

    assertThat(stage.line.isOpen()).isFalse();
    assertThat(stage.host.isClosed()).isTrue();
  }

  @Test
  void aScreenThatFloodsDuringTheBrowsersHandshakeEndsTheConsole() throws InterruptedException {
    Stage stage = Stage.screen().start(Relay.Mode.CONSOLE);
    stage.hostSays(new byte[HostLine.MAX_PARKED_BYTES + 1]);

    stage.isOver(CloseReason.HOST_CLOSED);
    assertThat(stage.told.endings()).extracting(Ending::detail)
        .containsExactly("The host sent more than 65536 bytes before anybody looked.");
  }

  @Test
  void aSurplusThatIsTooLargeClosesTheLine() {
    FakeHost host = new FakeHost();

    assertThat(HostLine.terminal(host, new byte[HostLine.MAX_PARKED_BYTES + 1]).isOpen()).isFalse();
    assertThat(host.isClosed()).isTrue();
  }

  @Test
  void aClosedLineTakesAndDropsWhatComes() {
    Stage stage = Stage.terminal();
    stage.line.close();
    ByteBuffer bytes = ByteBuffer.wrap(new byte[100]);
    stage.line.receive(bytes);

    assertThat(stage.line.isOpen()).isFalse();
    assertThat(stage.host.isClosed()).isTrue();
  }

  @Test
  void nothingOvertakesWhatWasHeld() throws InterruptedException {
    Stage stage = Stage.terminal();
    stage.hostSays(new byte[] {1});
    stage.browser.letTake(0);
    Thread browser = Thread.startVirtualThread(() -> stage.start(Relay.Mode.CONSOLE));
    until(stage.browser::isBlocking);
    Thread host = stage.hostSaysByItself(new byte[] {2});
    until(() -> host.getState() == Thread.State.WAITING);

    stage.browser.letTake(10);
    browser.join();
    host.join();
    assertThat(stage.browser.got()).containsExactly(1, 2);
  }

  @Test
  void aBrowserThatStallsOverWhatWasHeldFreesTheHostsThread() throws InterruptedException {
    Stage stage = Stage.terminal();
    stage.hostSays(new byte[] {1});
    stage.browser.letTake(0);
    Thread browser = Thread.startVirtualThread(() -> stage.start(Relay.Mode.CONSOLE));
    until(stage.browser::isBlocking);
    Thread host = stage.hostSaysByItself(new byte[] {2});
    until(() -> host.getState() == Thread.State.WAITING);

    stage.pass(Duration.ofSeconds(20));

    assertThat(browser.join(Duration.ofSeconds(10))).isTrue();
    stage.isOver(CloseReason.STALLED);
  }

  @Test
  void evenABrowserThatCannotBeClosedHoldsNoHost() throws InterruptedException {
    Stage stage = Stage.terminal();
    stage.hostSays(new byte[] {1});
    stage.browser.letTake(0);
    stage.browser.beStuck();
    Thread browser = Thread.startVirtualThread(() -> stage.start(Relay.Mode.CONSOLE));
    until(stage.browser::isBlocking);
    Thread host = stage.hostSaysByItself(new byte[] {2});
    until(() -> host.getState() == Thread.State.WAITING);

    stage.line.close();

    assertThat(host.join(Duration.ofSeconds(10))).isTrue();
    stage.browser.vanish();
    browser.join();
  }

  @Test
  void nothingIsBufferedWhileTheBrowserDoesNotRead() {
    Stage stage = Stage.open(Relay.Mode.CONSOLE);
    stage.browser.letTake(0);
    int[] frames = {0};
    Thread host = Thread.startVirtualThread(() -> {
      while (stage.line.isOpen()) {
        frames[0]++;
        stage.hostSays(new byte[128 * 1024]);
      }
    });
    until(stage.browser::isBlocking);

    for (int seconds = 0; seconds < 19; seconds++) {
      stage.pass(Duration.ofSeconds(1));
      assertThat(host.getState()).isEqualTo(Thread.State.WAITING);
    }
    assertThat(frames[0]).as("the socket's thread stands in its first frame").isOne();
    stage.relay.end(CloseReason.ENDED, "");
    until(() -> host.getState() == Thread.State.TERMINATED);
  }
}
