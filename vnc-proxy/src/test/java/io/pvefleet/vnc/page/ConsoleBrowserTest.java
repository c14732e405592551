package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The screen's page: picture, keys, pointer, text, view only, menus. */
class ConsoleBrowserTest extends BrowserCase {
  private static final String POS = "host=seoul-001&vmid=102&lang=en&theme=light";
  private static final int ALT_RIGHT = 0xB8;

  @Test
  void pictureAppearsAndTheAddressNamesTheSession() {
    tab.console(POS);
    assertThat(tab.pixel(100, 100)).isEqualTo(FakeScreen.COLOURS[0]);
    assertThat(tab.pixel(500, 100)).isEqualTo(FakeScreen.COLOURS[1]);
    assertThat(tab.pixel(100, 300)).isEqualTo(FakeScreen.COLOURS[2]);
    assertThat(tab.pixel(500, 300)).isEqualTo(FakeScreen.COLOURS[3]);
    assertThat(chromium.driver().getCurrentUrl()).matches(".*/console/s\\d+");
    assertThat(chromium.driver().getTitle()).isEqualTo("● pos-01 · 서울 1호점");
    assertThat(tab.script("return window.name")).isEqualTo("c-seoul-001-102");
    assertThat(String.valueOf(tab.script("return document.querySelector('link[rel=icon]').href"))).endsWith("dot-green.svg");
    assertThat(tab.text("#state")).isEqualTo("Connected");
    assertThat(tab.complaints()).isEmpty();
    tab.shoot("screen-en-light");
  }

  @Test
  void reloadedPageGoesOnWithItsSession() {
    tab.console(POS);
    int before = consoles().asked().size();
    chromium.driver().navigate().refresh();
    tab.awaitState("open");
    assertThat(consoles().asked().subList(before, consoles().asked().size())).containsExactly("refresh seoul-001/102");
    consoles().forgetAll();
    chromium.driver().navigate().refresh();
    tab.awaitState("open");
    assertThat(consoles().asked().getLast()).as("a session that is forgotten is asked for anew")
        .isEqualTo("connect seoul-001/102");
  }

  @Test
  void typingAndPointerArrive() {
    tab.console(POS);
    new Actions(chromium.driver()).moveToElement(tab.find("#display canvas"), 0, 0).click().sendKeys("aB").perform();
    tab.await("down and up of both", () -> screen().keys().size() >= 4);
    assertThat(screen().keys()).extracting(FakeScreen.Key::scancode).as("by their scan codes")
        .containsExactly(0x1e, 0x1e, 0x30, 0x30);
    assertThat(strokes()).containsExactly("+61", "-61", "+42", "-42");
    assertThat(screen().pointers()).anyMatch(event -> event.startsWith("1 3"))
        .anyMatch(event -> event.startsWith("0 "));
  }

  @Test
  void toolbarSendsWhatABrowserKeepsForItself() {
    tab.console(POS);
    tab.click("[data-keys=ctrl-alt-del]");
    tab.await("six key events", () -> screen().keys().size() >= 6);
    assertThat(strokes()).containsExactly("+ffe3", "+ffe9", "+ffff", "-ffff", "-ffe9", "-ffe3");
    tab.click("#keys summary");
    tab.click("[data-keys=F5]");
    tab.await("F5", () -> screen().keys().size() >= 8);
    assertThat(strokes()).endsWith("+ffc2", "-ffc2");
    assertThat(tab.script("return document.activeElement.tagName")).as("the keyboard is the guest's again").isEqualTo("CANVAS");
    tab.shoot("keys-en-light");
  }

  @Test
  void hangulKeySendsWhatWasChosenForThisGuestAndThatIsRemembered() {
    tab.console(POS);
    tab.click("#hangul");
    tab.await("two events", () -> screen().keys().size() >= 2);
    assertThat(screen().keys()).extracting(FakeScreen.Key::scancode).containsExactly(ALT_RIGHT, ALT_RIGHT);
    tab.click("#more summary");
    tab.click("input[name=hangul][value=lang1]");
    tab.script("document.querySelector('#more').open = false");
    tab.console(POS);
    tab.click("#hangul");
    tab.await("two events", () -> screen().keys().size() >= 2);
    assertThat(screen().keys()).extracting(FakeScreen.Key::scancode).containsExactly(0x72, 0x72);
    tab.script("const key = type => document.querySelector('#display canvas').dispatchEvent(new KeyboardEvent(type,"
        + " {key: 'HangulMode', code: 'Lang1', bubbles: true, cancelable: true})); key('keydown');");
    tab.await("press and release without a release from the keyboard", () -> screen().keys().size() >= 4);
    assertThat(strokes()).endsWith("+ff31", "-ff31");
    tab.script("localStorage.clear()");
  }

  @Test
  void textIsTypedAsKeysWithHangulDecomposed() {
    tab.console(POS);
    tab.click("#text-button");
    tab.script("document.querySelector('#text').value = '안녕 A!'");
    tab.click("#text-send");
    tab.await("sent", () -> tab.text("#text-said").equals("Sent."));
    // 안 = d k s, 녕 = s u d on the US keys of a two-set layout, between two switches; then a space, A and !.
    assertThat(strokes().stream().filter(stroke -> stroke.startsWith("+")))
        .containsExactly(
            "+ffea", "+64", "+6b", "+73", "+73", "+75", "+64", "+20", "+ffea", "+ffe1", "+41", "+ffe1", "+21");
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void textOfTheGuestIsOfferedAndTextGoesToItsClipboard() {
    tab.console(POS);
    screen().copies("from the till");
    tab.click("#text-button");
    tab.await("the guest's text", () -> "from the till".equals(tab.find("#guest-text").getDomProperty("value")));
    tab.script("document.querySelector('#text').value = 'to the till'");
    tab.click("#text-clip");
    tab.await("arrived", () -> screen().clipboards().contains("to the till"));
    tab.shoot("text-en-light");
  }

  @Test
  void viewerHasNoWayToType() {
    tab.console(POS + "&mode=view");
    assertThat(tab.text("#badge")).isEqualTo("View only");
    assertThat(tab.find("#hangul").isDisplayed()).isFalse();
    assertThat(tab.find("#text-button").isDisplayed()).isFalse();
    new Actions(chromium.driver()).moveToElement(tab.find("#display canvas"), 0, 0).click().sendKeys("x").perform();
    // What the page had sent would have come before its answer to another picture.
    int asked = screen().updateRequests();
    screen().draw();
    tab.await("an answer", () -> screen().updateRequests() > asked);
    assertThat(screen().received()).isEmpty();
    assertThat(consoles().asked().getLast()).isEqualTo("connect seoul-001/102 view");
    tab.shoot("view-en-light");
  }

  @Test
  void otherPeopleAreNamedAndTakingOverAsksFirst() {
    tab.console(POS);
    consoles().say(
        "{\"type\":\"presence\",\"others\":[{\"user\":\"lee\",\"since\":\"2026-11-22T00:12:00Z\",\"viewOnly\":true}]}");
    tab.await("lee is named", () -> tab.text("#people-count").startsWith("lee watches since"));
    tab.click("#people summary");
    tab.click("#take-over");
    tab.shoot("takeover-en-light");
    assertThat(tab.text("#confirm-who")).isEqualTo("Connected now: lee.");
    tab.click("#confirm button[value=no]");
    assertThat(consoles().asked().getLast()).doesNotContain("takeOver");
    tab.click("#people summary");
    tab.click("#take-over");
    tab.click("#confirm button[value=yes]");
    tab.await("taken over", () -> consoles().asked().getLast().endsWith("takeOver") || consoles().asked().contains("end"));
    tab.awaitState("open");
    assertThat(consoles().asked()).contains("connect seoul-001/102 takeOver");
  }

  @Test
  void keyboardComesBackFromTheGuest() {
    tab.console(POS);
    new Actions(chromium.driver()).moveToElement(tab.find("#display canvas"), 5, 5).click().perform();
    new Actions(chromium.driver()).keyDown(Keys.CONTROL).keyDown(Keys.ALT).keyDown(Keys.SHIFT).keyUp(Keys.SHIFT).keyUp(Keys.ALT)
        .keyUp(Keys.CONTROL).perform();
    assertThat(tab.script("return document.activeElement.id")).isEqualTo("hangul");
    tab.await("no key stays down", () -> strokes().stream().filter(stroke -> stroke.startsWith("+")).count()
        == strokes().stream().filter(stroke -> stroke.startsWith("-")).count());
  }

  @Test
  void scaleAndQualityAreRemembered() {
    tab.console(POS);
    tab.click("#scale");
    assertThat(tab.text("#scale")).isEqualTo("Fit to window");
    assertThat(((Number) tab.script("return document.querySelector('#display canvas').getBoundingClientRect().width")).intValue())
        .isEqualTo(FakeScreen.WIDTH);
    tab.console(POS);
    assertThat(tab.text("#scale")).isEqualTo("Fit to window");
    tab.script("localStorage.clear()");
  }

  @Test
  void screenshotIsNamedAfterSiteGuestAndTime() {
    chromium.driver().executeCdpCommand("Browser.setDownloadBehavior", Map.of("behavior", "deny"));
    tab.console(POS);
    tab.click("#more summary");
    tab.click("#shot");
    tab.await("said", () -> tab.text("#note").matches("Saved 서울_1호점-pos-01-\\d{4}-\\d\\d-\\d\\d-\\d{6}\\.png\\."));
  }

  @Test
  void fullScreenHidesTheToolbarUntilThePointerReachesTheEdge() {
    tab.console(POS);
    tab.click("#full");
    tab.await("full screen", () -> Boolean.TRUE.equals(tab.script("return document.body.classList.contains('is-full')")));
    assertThat(tab.text("#full")).isEqualTo("Leave full screen");
    new Actions(chromium.driver()).moveToLocation(600, 300).click().perform();
    tab.await("the bar is gone", () -> bottomOfBar() <= 0);
    new Actions(chromium.driver()).moveToLocation(600, 1).perform();
    tab.await("the bar is there", () -> bottomOfBar() > 20);
    tab.click("#full");
    tab.await("no full screen", () -> Boolean.FALSE.equals(tab.script("return document.body.classList.contains('is-full')")));
  }

  private double bottomOfBar() {
    return ((Number) tab.script("return document.querySelector('#bar').getBoundingClientRect().bottom")).doubleValue();
  }

  @Test
  void tabNobodySeesAsksForNoPictures() {
    tab.console(POS);
    // The minute is the page's own; what it does then is asked of the channel itself.
    tab.script("return import(document.body.dataset.icons + 'channel.js').then(m => { window.Channel = m.Channel; })");
    tab.await("the module", () -> "function".equals(tab.script("return typeof window.Channel")));
    Object sent =
        tab.script(
            """
            const sent = [];
            const RealSocket = window.WebSocket;
            window.WebSocket = class { static OPEN = 1; readyState = 1; send(bytes) { sent.push(bytes[0]); } close() {} };
            const channel = new Channel('/x', 'n', {control() {}, ended() {}});
            window.WebSocket = RealSocket;
            const request = Uint8Array.of(3, 1, 0, 0, 0, 0, 1, 1, 1, 1);
            channel.send(request);
            channel.hold();
            channel.send(request);
            channel.send(Uint8Array.of(4, 1, 0, 0, 0, 0, 0, 97));
            channel.release();
            return sent;
            """);
    assertThat(sent).isEqualTo(List.of(3L, 4L, 3L));
  }

  private List<String> strokes() {
    return screen().keys().stream().map(key -> (key.isDown() ? "+" : "-") + Integer.toHexString(key.keysym())).toList();
  }
}
