package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.web.live.LiveStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.MessageSource;

/** What happens on a page that is left open, in a real browser. */
class LiveBrowserTest {
  @TempDir static Path folder;
  private static ConfigurableApplicationContext app;
  private static Chromium chromium;
  private static String base;
  private static int steps;

  @BeforeAll
  static void start() throws IOException {
    if (!Chromium.isInstalled()) {
      System.out.println("SKIPPED: LiveBrowserTest needs Chromium and chromedriver in /usr/bin; open pages were not looked at");
    }
    Assumptions.assumeTrue(Chromium.isInstalled(), "no Chromium or no chromedriver on this machine");
    app = SamplePages.start(folder, 0, 30, 10);
    base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
    chromium = Chromium.start(Chromium.Scripts.ON);
    chromium.width(1440);
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium != null) {
      chromium.close();
    }
    if (app != null) {
      app.close();
    }
  }

  @Test
  void tabsShareOneStreamWhichEndsWhenNobodyLooksAndResumesWhereItWas() {
    String first = open("/vms?host=daejeon-005&lang=en");
    until("return document.documentElement.lang === 'en'");
    untilStreams(1);
    driver().switchTo().newWindow(WindowType.TAB);
    open("/runs?lang=en");
    String second = driver().getWindowHandle();
    mark();
    board().doing("daejeon-005", 101, "Clone template 9000");
    driver().switchTo().window(first);
    until("return document.getElementById('v-daejeon-005-101').textContent.includes('Progressing')");
    untilStreams(1);

    hide(true);
    driver().switchTo().window(second);
    hide(true);
    untilStreams(0);
    board().doing("daejeon-005", 102, "Resize disk scsi0");
    driver().switchTo().window(first);
    hide(false);
    until("return document.getElementById('v-daejeon-005-102').textContent.includes('Progressing')");
    untilStreams(1);
    driver().switchTo().window(second);
    assertThat(fetches()).as("the page of runs shows nothing of it").isZero();
    driver().close();
    driver().switchTo().window(first);
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void changeAppearsWithoutReloadWhereItIsShownAndFocusStays() {
    open("/vms/busan-002/104?lang=en");
    mark();
    driver().executeScript("document.querySelector('main a').focus()");
    Object focused = driver().executeScript("return document.activeElement.textContent");
    // Of another VM, then of this one: had the first made it fetch, there would be two.
    board().doing("seoul-001", 101, "Clone template 9000");
    until("return performance.now() > 1500");
    board().doing("busan-002", 104, "Clone template 9001");
    until("return document.querySelector('main').textContent.includes('9001')");
    assertThat(fetches()).isEqualTo(1);
    assertThat(driver().executeScript("return window.marked")).isEqualTo(true);
    assertThat(driver().executeScript("return document.activeElement.textContent")).isEqualTo(focused);
  }

  @Test
  void agesAreCountedOnInTheWordsOfTheServer() {
    for (String language : List.of("en", "ko")) {
      open("/vms?lang=" + language);
      PageText ui = text(Locale.of(language));
      for (long seconds : new long[] {90, 3630, 7530, 36_030, 86_430, 100 * 86_400 + 30, 1200 * 86_400 + 30}) {
        String at = ui.iso(SampleFleet.NOW.minusSeconds(seconds));
        String shown =
            driver()
                .executeAsyncScript(
                    """
                    const [at, done] = arguments;
                    const time = document.createElement('time');
                    time.setAttribute('datetime', at);
                    time.dataset.age = 'plain';
                    document.body.append(time);
                    new MutationObserver(() => done(time.textContent)).observe(time, {childList: true});
                    """,
                    at)
                .toString();
        assertThat(shown).isEqualTo(ui.age(SampleFleet.NOW.minusSeconds(seconds)));
      }
    }
  }

  private static PageText text(Locale locale) {
    MessageSource messages = app.getBean("messageSource", MessageSource.class);
    return new PageText(messages, locale, SampleFleet.NOW, ZoneOffset.UTC);
  }

  /** Headless windows are never hidden by themselves. */
  private static void hide(boolean isHidden) {
    driver()
        .executeScript(
            "Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});"
                + "document.dispatchEvent(new Event('visibilitychange'))",
            isHidden);
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
    driver().get(base + page);
    assertThat(driver().findElements(By.id("clock"))).hasSize(1);
    return driver().getWindowHandle();
  }

  private static void until(String script) {
    new WebDriverWait(driver(), Duration.ofSeconds(30)).until(d -> Boolean.TRUE.equals(driver().executeScript(script)));
  }

  /** That a browser has left is seen when something is sent to it. */
  private static void untilStreams(int wanted) {
    new WebDriverWait(driver(), Duration.ofSeconds(60))
        .until(
            _ -> {
              board().doing("ulsan-007", 101, "Step " + ++steps);
              return app.getBean(LiveStreams.class).streams() == wanted;
            });
  }

  private static FleetBoard board() {
    return app.getBean(FleetBoard.class);
  }

  private static ChromeDriver driver() {
    return chromium.driver();
  }
}
