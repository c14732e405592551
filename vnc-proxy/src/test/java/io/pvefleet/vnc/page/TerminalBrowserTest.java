package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The terminal's page: the same frame with xterm.js, and termproxy's messages. */
class TerminalBrowserTest extends BrowserCase {
  private static final String POS = "host=seoul-001&vmid=102&display=terminal&lang=en&theme=";

  @Test
  void whatIsTypedIsEchoedHangulIncluded() {
    tab.console(POS + "dark");
    tab.find(".xterm-helper-textarea").sendKeys("echo 안녕하세요" + Keys.ENTER);
    tab.await("the echo", () -> shown().contains("echo 안녕하세요"));
    assertThat(terminal().messages()).first().asString().as("the size comes first").matches("1:\\d+:\\d+:");
    assertThat(terminal().messages()).contains("0:1:e", "0:3:안", "0:1:\r");
    assertThat(tab.complaints()).as("no style element, no style attribute").isEmpty();
    tab.shoot("terminal-en-dark");
  }

  @Test
  void composedSyllablesArriveOnceEach() {
    tab.console(POS + "light");
    tab.script(
        """
        const field = document.querySelector('.xterm-helper-textarea');
        field.focus();
        const say = (type, data) => field.dispatchEvent(new CompositionEvent(type, {data, bubbles: true}));
        for (const syllable of ['있', '없']) {
          field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Process', keyCode: 229, code: 'KeyD', bubbles: true}));
          say('compositionstart', '');
          say('compositionupdate', syllable);
          field.value += syllable;
          const change = {data: syllable, inputType: 'insertCompositionText', isComposing: true, bubbles: true};
          field.dispatchEvent(new InputEvent('input', change));
          say('compositionend', syllable);
        }
        """);
    tab.await("both", () -> String.join("", terminal().messages()).contains("없"));
    assertThat(terminal().messages().stream().filter(message -> message.startsWith("0:"))
            .map(message -> message.replaceAll("0:\\d+:", "")))
        .as("no syllable is lost, none comes twice").satisfies(all -> assertThat(String.join("", all)).isEqualTo("있없"));
  }

  @Test
  void textIsPastedAsItIs() {
    tab.console(POS + "light");
    tab.click("#text-button");
    tab.script("document.querySelector('#text').value = 'ls\\n한글'");
    tab.click("#text-send");
    tab.await("arrived", () -> terminal().messages().contains("0:9:ls\r한글"));
    tab.shoot("terminal-text-en-light");
  }

  @Test
  void windowThatChangesTellsTheGuestItsSize() {
    tab.console(POS + "light");
    int before = terminal().messages().size();
    chromium.width(700);
    tab.await("another size", () -> terminal().messages().stream().skip(before).anyMatch(message -> message.startsWith("1:")));
  }

  @Test
  void viewerSendsNoCharacters() {
    tab.console(POS + "light&mode=view");
    tab.find(".xterm-helper-textarea").sendKeys("x");
    int before = terminal().messages().size();
    chromium.width(700);
    tab.await("a later message", () -> terminal().messages().size() > before);
    assertThat(terminal().messages()).noneMatch(message -> message.startsWith("0:"));
  }

  @Test
  void screenAndTerminalAreExchangedInPlace() {
    tab.console("host=seoul-001&vmid=102&lang=en&theme=light");
    tab.click("#more summary");
    tab.click("[data-display=terminal]");
    tab.await("a terminal", () -> tab.state().equals("open") && !tab.all(".xterm-rows").isEmpty());
    tab.script("document.querySelector('#more').open = true");
    tab.click("[data-display=screen]");
    tab.await("a screen", () -> tab.state().equals("open") && !tab.all("#display canvas").isEmpty());
    assertThat(tab.pixel(100, 100)).isEqualTo(FakeScreen.COLOURS[0]);
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void textStaysReadableWhileTheConnectionIsAway() {
    tab.console(POS + "light");
    consoles().closeAll(4410, "idle");
    tab.awaitState("closed");
    assertThat(shown()).contains("ops@pos-01");
    assertThat(tab.text("#still-time")).startsWith("Last picture");
  }

  private FakeTerminal terminal() {
    return (FakeTerminal) consoles().guest();
  }

  private String shown() {
    return String.valueOf(tab.script("return document.querySelector('.xterm-rows').textContent"));
  }
}
