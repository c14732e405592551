package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.alert.SampleAlerts;
import io.pvefleet.app.web.live.LiveFeed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an open page hears of what changed: by the stream while there is one, by asking while there is none. */
class StreamBrowserTest {
  private static final StreamGate GATE = new StreamGate();

  @RegisterExtension static final Visitor VISITOR = Visitor.of(ServedPages.own(30, 10).with(GATE::addTo));

  /** {@code pass} makes it later for the page; a page that is {@code deaf} looks by no clock, only when it is told to. */
  private static final String CLOCK =
      """
      const now = Date.now;
      const every = window.setInterval;
      let later = 0;
      Date.now = () => now() + later;
      window.pass = seconds => { later += seconds * 1000; };
      window.setInterval = (run, ms) => every(() => window.deaf && ms === 1000 || run(), ms);
      """;

  /** How a browser shares the stream between its tabs. */
  enum Sharing {
    BY_WORKER(""),
    BY_LOCK("delete window.SharedWorker;"),
    NOT_AT_ALL("delete window.SharedWorker; Object.defineProperty(Navigator.prototype, 'locks', {value: undefined});");

    private final String lack;

    Sharing(String lack) {
      this.lack = lack;
    }
  }

  @BeforeEach
  void begin() {
    GATE.free();
    GATE.asked().clear();
    VISITOR.before(CLOCK);
  }

  @ParameterizedTest
  @EnumSource(names = {"BY_WORKER", "BY_LOCK"})
  void pageIsLiveHoweverTheBrowserSharesItsStream(Sharing sharing) {
    VISITOR.before(sharing.lack);
    open("/vms?host=daejeon-005");
    VISITOR.script("window.deaf = true");
    // A page without a worker asks once when it joins: only the second change is sure to be news.
    for (int vmid : new int[] {101, 102}) {
      change("daejeon-005", vmid, sharing + " 1");
      untilShown("daejeon-005", vmid, sharing + " 1");
    }
    assertThat(GATE.asked()).as("one stream").hasSize(1);
    assertThat(VISITOR.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void pageThatIsRefusedTheStreamAsksByItselfAndComesBackToIt(Sharing sharing) {
    GATE.full();
    VISITOR.before(sharing.lack);
    open("/vms?host=busan-002");
    change("busan-002", 101, sharing + " asked for");
    VISITOR.script("pass(11)");
    untilShown("busan-002", 101, sharing + " asked for");
    assertThat(VISITOR.script("return document.documentElement.className")).as("what is shown is true").isEqualTo("");

    GATE.free();
    int refused = GATE.asked().size();
    if (sharing == Sharing.BY_WORKER) {
      // The clock of a worker cannot be moved; who looks away and back begins anew.
      VISITOR.hide();
      VISITOR.show();
    } else {
      VISITOR.script("pass(61)");
    }
    VISITOR.until(() -> GATE.asked().size() > refused);
    VISITOR.script("window.deaf = true");
    change("busan-002", 102, sharing + " told");
    untilShown("busan-002", 102, sharing + " told");
  }

  @Test
  void streamThatBrokeIsResumedByTheBrowserWhereItWas() {
    open("/vms?host=daejeon-005");
    VISITOR.script("window.deaf = true");
    change("daejeon-005", 103, "whole");
    untilShown("daejeon-005", 103, "whole");
    String heard = VISITOR.pages().bean(LiveFeed.class).position();
    GATE.cut();
    change("daejeon-005", 104, "lost on the way");
    untilShown("daejeon-005", 104, "lost on the way");
    assertThat(GATE.asked()).extracting(StreamGate.Asked::lastEventId).containsExactly("", heard);
  }

  @Test
  void pageThatIsLookedAtAgainAsksForWhatItMissedAlone() {
    open("/vms?host=daejeon-005");
    VISITOR.script("window.deaf = true");
    change("daejeon-005", 105, "seen");
    untilShown("daejeon-005", 105, "seen");
    String heard = VISITOR.pages().bean(LiveFeed.class).position();
    VISITOR.hide();
    change("daejeon-005", 106, "unseen");
    VISITOR.show();
    untilShown("daejeon-005", 106, "unseen");
    assertThat(GATE.asked()).hasSize(2);
    assertThat(GATE.asked().getLast().after()).isEqualTo(heard);
  }

  @Test
  void numberOfAlertsInTheNavigationIsThatOfNowOnEveryPage() {
    AlertBoard alerts = VISITOR.pages().bean(AlertBoard.class);
    int all = alerts.inForce().size();
    open("/schedules");
    VISITOR.script("window.deaf = true; window.marked = true");
    assertThat(VISITOR.find("#nav-alerts").getText()).isEqualTo(Integer.toString(all));
    SampleAlerts.endCritical(alerts);
    VISITOR.until("return document.querySelector('#nav-alerts .a-warning')?.textContent === '" + alerts.inForce().size() + "'");
    SampleAlerts.endAll(alerts);
    VISITOR.until("return document.querySelector('#nav-alerts').textContent.trim() === ''");
    assertThat(VISITOR.script("return window.marked")).as("not loaded anew").isEqualTo(true);
  }

  private static void open(String page) {
    VISITOR.open(page, "en", "");
    VISITOR.until(() -> !GATE.asked().isEmpty());
  }

  private static void change(String host, int vmid, String step) {
    VISITOR.pages().board().doing(host, vmid, step);
  }

  private static void untilShown(String host, int vmid, String step) {
    VISITOR.until("return document.getElementById('v-%s-%d').textContent.includes('%s')".formatted(host, vmid, step));
  }
}
