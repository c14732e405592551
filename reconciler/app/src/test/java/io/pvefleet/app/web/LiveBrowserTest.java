package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.web.live.LiveStreams;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.context.MessageSource;

/** What happens on a page that is left open, in a real browser. */
class LiveBrowserTest {
  @RegisterExtension static final Visitor VISITOR = Visitor.of(ServedPages.own(30, 10));
  private static int steps;

  @Test
  void tabsShareOneStreamWhichEndsWhenNobodyLooksAndResumesWhereItWas() {
    String first = open("/vms?host=daejeon-005&lang=en");
    VISITOR.until("return document.documentElement.lang === 'en'");
    untilStreams(1);
    driver().switchTo().newWindow(WindowType.TAB);
    open("/runs?lang=en");
    String second = driver().getWindowHandle();
    mark();
    board().doing("daejeon-005", 101, "Clone template 9000");
    driver().switchTo().window(first);
    VISITOR.until("return document.getElementById('v-daejeon-005-101').textContent.includes('Progressing')");
    untilStreams(1);

    VISITOR.hide();
    driver().switchTo().window(second);
    VISITOR.hide();
    untilStreams(0);
    board().doing("daejeon-005", 102, "Resize disk scsi0");
    driver().switchTo().window(first);
    VISITOR.show();
    VISITOR.until("return document.getElementById('v-daejeon-005-102').textContent.includes('Progressing')");
    untilStreams(1);
    driver().switchTo().window(second);
    assertThat(fetches()).as("the page of runs shows nothing of it").isZero();
    driver().close();
    driver().switchTo().window(first);
    assertThat(VISITOR.complaints()).isEmpty();
  }

  @Test
  void changeAppearsWithoutReloadWhereItIsShownAndFocusStays() {
    open("/vms/busan-002/104?lang=en");
    mark();
    driver().executeScript("document.querySelector('main a').focus()");
    Object focused = driver().executeScript("return document.activeElement.textContent");
    // Of another VM, then of this one: had the first made it fetch, there would be two.
    board().doing("seoul-001", 101, "Clone template 9000");
    VISITOR.until("return performance.now() > 1500");
    board().doing("busan-002", 104, "Clone template 9001");
    VISITOR.until("return document.querySelector('main').textContent.includes('9001')");
    assertThat(fetches()).isEqualTo(1);
    assertThat(driver().executeScript("return window.marked")).isEqualTo(true);
    assertThat(driver().executeScript("return document.activeElement.textContent")).isEqualTo(focused);
  }

  @Test
  void refreshShowsWhatIsNewAndLeavesPlaceFocusAndFormAlone() {
    open("/vms?host=busan-018&lang=en");
    WebElement row = VISITOR.find("#v-busan-018-101");
    assertThat(row.getText()).doesNotContain("Progressing");
    WebElement link = VISITOR.find("#v-busan-018-108 a");
    VISITOR.script("arguments[0].focus()", link);
    VISITOR.script("document.querySelector('[name=q]').value = 'half a wo'");
    driver().executeCdpCommand(
        "Emulation.setDeviceMetricsOverride", Map.of("width", 1440, "height", 300, "deviceScaleFactor", 1, "mobile", false));
    VISITOR.script("scrollTo(0, 120)");
    long place = VISITOR.number("return scrollY");
    assertThat(place).isPositive();

    board().doing("busan-018", 101, "Clone template 9000");

    VISITOR.until(() -> row.getText().contains("Progressing"));
    assertThat(VISITOR.number("return scrollY")).isEqualTo(place);
    assertThat(driver().switchTo().activeElement()).isEqualTo(link);
    assertThat(VISITOR.script("return document.querySelector('[name=q]').value")).isEqualTo("half a wo");
    assertThat(VISITOR.complaints()).isEmpty();
  }

  @Test
  void siteThatTheReaderFoldedStaysSoWhenItsVmsChange() {
    open("/vms?group=site&host=daejeon-013&lang=en");
    WebElement vm = VISITOR.find("#v-daejeon-013-102");
    VISITOR.find("#d-daejeon-013 summary").click();
    assertThat(vm.isDisplayed()).isFalse();

    board().doing("daejeon-013", 102, "Clone template 9000");

    WebElement site = VISITOR.find("#s-daejeon-013");
    VISITOR.until(() -> site.getText().contains("Progressing"));
    assertThat(vm.isDisplayed()).as("still folded").isFalse();
  }

  @Test
  void agesAreCountedOnInTheWordsOfTheServer() {
    List<Instant> moments =
        LongStream.of(90, 3630, 7530, 36_030, 86_430, 100 * 86_400 + 30, 1200 * 86_400 + 30)
            .mapToObj(SampleFleet.NOW::minusSeconds)
            .toList();
    for (String language : List.of("en", "ko")) {
      open("/vms?lang=" + language);
      PageText ui = text(Locale.of(language));
      VISITOR.script(
          """
          for (const at of arguments[0]) {
            const time = document.createElement('time');
            time.setAttribute('datetime', at);
            time.dataset.age = 'plain';
            time.className = 'added';
            document.body.append(time);
          }
          """,
          moments.stream().map(ui::iso).toList());
      VISITOR.until("return [...document.querySelectorAll('time.added')].every(time => time.textContent)");
      assertThat(VISITOR.all("time.added")).extracting(WebElement::getText).isEqualTo(moments.stream().map(ui::age).toList());
    }
  }

  private static PageText text(Locale locale) {
    MessageSource messages = VISITOR.pages().bean("messageSource", MessageSource.class);
    return new PageText(messages, locale, SampleFleet.NOW, ZoneOffset.UTC);
  }

  private static void mark() {
    driver().executeScript("window.marked = true");
  }

  private static long fetches() {
    return ((Number)
            driver().executeScript(
                "return performance.getEntriesByType('resource').filter(e => e.name.includes('fragment=live')).length"))
        .longValue();
  }

  private static String open(String page) {
    VISITOR.open(page);
    assertThat(driver().findElements(By.id("clock"))).hasSize(1);
    return driver().getWindowHandle();
  }

  /** That a browser has left is seen when something is sent to it. */
  private static void untilStreams(int wanted) {
    VISITOR.until(
        () -> {
          board().doing("ulsan-007", 101, "Step " + ++steps);
          return VISITOR.pages().bean(LiveStreams.class).streams() == wanted;
        });
  }

  private static FleetBoard board() {
    return VISITOR.pages().board();
  }

  private static ChromeDriver driver() {
    return VISITOR.driver();
  }
}
