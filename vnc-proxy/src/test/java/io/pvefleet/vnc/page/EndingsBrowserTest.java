package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.session.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a console ends, what the page says then, and when it begins again by itself. */
class EndingsBrowserTest extends BrowserCase {
  private static final String POS = "host=seoul-001&vmid=102&theme=light&lang=";

  @Test
  void lostConnectionComesBackByItselfWithTheLastPictureBehindIt() {
    tab.console(POS + "en");
    consoles().refuse(new FakeConsoles.Refusal(503, "PVF-0709", "The host is offline.", "호스트가 오프라인입니다."));
    consoles().closeAll(1001, "proxy-stops");
    tab.awaitState("again");
    assertThat(tab.find("#still").isDisplayed()).as("the last picture").isTrue();
    assertThat(tab.text("#still-time")).matches("Last picture: \\d\\d:\\d\\d:\\d\\d");
    tab.await("the refusal is explained", () -> tab.text("#cause").equals("The host is offline."));
    assertThat(tab.text("#state")).startsWith("Connection lost. Next try in");
    tab.shoot("again-en-light");
    int before = consoles().asked().size();
    consoles().allow();
    tab.awaitState("open");
    assertThat(consoles().asked().subList(before, consoles().asked().size())).as("a fresh ticket")
        .containsExactly("refresh seoul-001/102");
    assertThat(tab.find("#still").isDisplayed()).isFalse();
    assertThat(tab.pixel(100, 100)).isEqualTo(FakeScreen.COLOURS[0]);
  }

  @Test
  void hostsOwnWordsAreShownUntilTheNextTry() {
    tab.console(POS + "en");
    consoles().refuse(new FakeConsoles.Refusal(503, "PVF-0709", "The host is offline.", "호스트가 오프라인입니다."));
    consoles().say("{\"type\":\"host\",\"text\":\"no such display\"}");
    consoles().closeAll(4502, "host-refused");
    tab.awaitState("again");
    assertThat(tab.text("#host-said")).isEqualTo("no such display");
    consoles().allow();
    tab.awaitState("open");
    assertThat(tab.script("return document.querySelector('#host-said').textContent")).isEqualTo("");
  }

  @Test
  void sessionThatTheProxyForgotIsAskedForAnew() {
    tab.console(POS + "en&mode=view");
    consoles().forgetAll();
    consoles().closeAll(1001, "proxy-stops");
    tab.await("anew", () -> consoles().asked().getLast().equals("connect seoul-001/102 view"));
    tab.awaitState("open");
  }

  @Test
  void everyReasonIsExplainedInBothLanguagesAndPolicyStopsThePage() {
    for (String language : List.of("en", "ko")) {
      tab.console(POS + language);
      List<String> unexplained = new ArrayList<>();
      for (CloseReason reason : CloseReason.values()) {
        Object said =
            tab.script(
                "return (async () => {"
                    + " const { Curtain } = await import(document.body.dataset.icons + 'curtain.js');"
                    + " const { verdict } = await import(document.body.dataset.icons + 'reconnect.js');"
                    + " const why = {code: arguments[0], reason: arguments[1]};"
                    + " new Curtain(() => {}).show({name: 'closed', why}, {host: 'h', vmid: 1});"
                    + " const text = id => document.getElementById(id).textContent;"
                    + " return [text('cause'), text('action'), text('code'), verdict(arguments[0])].join('|'); })()",
                reason.code(), reason.word());
        String[] parts = String.valueOf(said).split("\\|");
        boolean isKorean = parts[0].matches(".*[가-힣].*");
        boolean isExplained = !parts[0].isEmpty() && !parts[1].isEmpty() && !parts[0].contains(String.valueOf(reason.code()));
        if (!isExplained || isKorean != language.equals("ko")) {
          unexplained.add(reason + ": " + said);
        }
        boolean isFinal = reason.code() / 100 == 44 || reason.code() == 1000 || reason.code() == 4505;
        String expected = reason.code() == 4423 ? "wait" : isFinal ? "stop" : "again";
        assertThat(parts[3]).as(reason.toString()).isEqualTo(expected);
      }
      assertThat(unexplained).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4409 taken-over", "4410 idle", "4403 forbidden", "4505 host-certificate"})
  void policyStopsAndOffersAWayOn(String codeAndWord) {
    String[] parts = codeAndWord.split(" ");
    tab.console(POS + "ko");
    int before = consoles().asked().size();
    consoles().closeAll(Integer.parseInt(parts[0]), parts[1]);
    tab.awaitState("closed");
    assertThat(tab.text("#curtain-title")).isEqualTo("닫힘");
    assertThat(tab.text("#code")).isEqualTo("코드 " + parts[0]);
    assertThat(tab.all("#ways .button")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(consoles().asked()).as("nothing is asked by itself").hasSize(before);
    tab.shoot("closed-" + parts[1] + "-ko-light");
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void stoppedGuestIsWaitedFor() {
    consoles().refuse(new FakeConsoles.Refusal(409, "PVF-0707", "The VM is not running.", "VM이 실행 중이 아닙니다."));
    tab.open("/console?" + POS + "ko");
    tab.awaitState("waiting");
    assertThat(tab.text("#cause")).isEqualTo("VM이 실행 중이 아닙니다.");
    tab.shoot("waiting-ko-light");
    consoles().allow();
    tab.awaitState("open");
  }

  @Test
  void refusedConsoleSaysWhyAndWhatToDo() {
    consoles().refuse(new FakeConsoles.Refusal(403, "PVF-0705", "No rule allows it.", "허용하는 규칙이 없습니다."));
    tab.open("/console?" + POS + "en");
    tab.awaitState("refused");
    assertThat(tab.text("#curtain-title")).isEqualTo("Not opened");
    assertThat(tab.text("#cause")).isEqualTo("No rule allows it.");
    assertThat(tab.text("#action")).isEqualTo("Do something.");
    assertThat(tab.text("#code")).isEqualTo("PVF-0705");
    tab.shoot("refused-en-light");
  }

  @Test
  void whoDisconnectsIsLeftAlone() {
    tab.console(POS + "en");
    tab.click("#more summary");
    tab.shoot("more-en-light");
    tab.click("#disconnect");
    tab.awaitState("closed");
    tab.await("ended on the proxy", () -> consoles().asked().getLast().equals("end"));
    tab.await("no socket is left", () -> consoles().openSockets() == 0);
    tab.click("#ways [data-way=connect]");
    tab.awaitState("open");
  }
}
