package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.view.FleetBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.context.ConfigurableApplicationContext;

/** The pages in a real browser, over a fleet in which everything goes wrong. */
class BrowserTest {
  /** Every screen, with something of everything on it. */
  static final List<String> PAGES =
      List.of(
          "/", "/hosts", "/hosts?state=Offline", "/hosts/seoul-009", "/hosts/suwon-008", "/vms", "/vms?state=attention",
          "/vms?role=pos&state=Held", "/vms?group=site",
          "/hosts?trouble=doctor&sort=-version", "/vms/busan-010/104", "/vms/incheon-044/106", "/vms/suwon-008/101", "/drift", "/runs",
          "/runs?host=busan-010", "/runs/3", "/events", "/events?kind=drift", "/alerts", "/hosts/daejeon-005", "/consoles", "/schedules",
          "/about", "/drift?by=site", "/runs?by=commit", "/vms/daejeon-005/103", "/vms/daejeon-005/103?show=all",
          "/vms/daejeon-005/103?tab=config", "/runs/4", "/runs/5");
  private static final List<String> FAULTY = List.of("/hosts/nowhere", "/vms?state=Broken", "/nothing");

  /** Large enough that AA asks for 3:1 only; everything else is asked for 4.5:1. */
  private static final String CONTRASTS =
      """
      const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
      const lum = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
      const ground = element => {
        for (let at = element; at; at = at.parentElement) {
          const colour = rgb(getComputedStyle(at).backgroundColor);
          if (colour.length === 3 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
      };
      const low = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest('.none')) continue;
        const style = getComputedStyle(element);
        const [a, b] = [lum(rgb(style.color)), lum(ground(element))].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        const ratio = (a + .05) / (b + .05);
        if (ratio < (isLarge ? 3 : 4.5)) low.push(walker.currentNode.textContent.trim() + ' ' + ratio.toFixed(2));
      }
      return [...new Set(low)];
      """;

  @TempDir static Path folder;
  private static ConfigurableApplicationContext app;
  private static Chromium chromium;
  private static String base;

  @BeforeAll
  static void start() throws IOException {
    if (!Chromium.isInstalled()) {
      System.out.println("SKIPPED: BrowserTest needs Chromium and chromedriver in /usr/bin; the pages were not looked at");
    }
    Assumptions.assumeTrue(Chromium.isInstalled(), "no Chromium or no chromedriver on this machine");
    app = SamplePages.start(folder, 0, 100, 10);
    base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
    chromium = Chromium.start(Chromium.Scripts.ON);
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
  void nothingIsWiderThanTheNarrowestScreenOrComplainsInTheConsole() {
    for (int width : List.of(360, 1440, 2560)) {
      chromium.width(width);
      for (String language : List.of("ko", "en")) {
        for (String page : PAGES) {
          open(page, language, "light");
          assertThat(number("return document.documentElement.scrollWidth"))
              .as("%s in %s at %d pixels: %s", page, language, width, script(WIDER)).isLessThanOrEqualTo(width);
          assertThat(chromium.complaints()).as(page).isEmpty();
        }
      }
    }
  }

  private static final String WIDER =
      """
      return [...document.querySelectorAll('main *, header *, footer *')]
        .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 4).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40));
      """;

  @Test
  void everyTextStandsOutFromItsGroundInBothSchemes() {
    chromium.width(1440);
    for (String theme : List.of("light", "dark")) {
      for (String page : PAGES) {
        open(page, "en", theme);
        assertThat((List<?>) script(CONTRASTS)).as("%s, %s", page, theme).isEmpty();
      }
    }
  }

  @Test
  void darkIsOfTheSystemUnlessChosen() {
    chromium.width(1440);
    chromium.prefers("dark");
    open("/", "en", "auto");
    String dark = ground();
    chromium.prefers("light");
    open("/", "en", "auto");
    String light = ground();
    assertThat(dark).isNotEqualTo(light);
    open("/", "en", "dark");
    assertThat(ground()).isEqualTo(dark);
    open("/hosts", "en", "");
    assertThat(ground()).as("remembered").isEqualTo(dark);
  }

  @Test
  void stateIsAWordAShapeAndAColour() {
    open("/vms?state=Held", "en", "light");
    WebElement state = driver().findElement(By.cssSelector("tbody .state"));
    assertThat(state.getText()).isEqualTo("Held");
    assertThat(state.findElement(By.cssSelector("svg use")).getDomAttribute("href")).isEqualTo("#m-Held");
    assertThat(state.getCssValue("color")).isNotEqualTo(driver().findElement(By.tagName("body")).getCssValue("color"));
  }

  @Test
  void koreanPageSaysInKoreanWhatThePlanSays() {
    open("/vms/incheon-044/106", "ko", "light");
    assertThat(main()).contains("보호", "데이터 손실", "구성 값", "실행 중인 값").doesNotContain("destructive", "Held");
    open("/events", "ko", "light");
    assertThat(main()).contains("현재 2GiB, Git 4GiB").doesNotContain("Git says");
    open("/vms/busan-010/104", "ko", "light");
    assertThat(main()).as("words of Proxmox stay").contains("storage local-lvm: 12.4 GiB free, 64 GiB needed");
  }

  @Test
  void whatIsWrongWithAnAddressIsSaidAsAPage() {
    for (String page : FAULTY) {
      open(page, "ko", "light");
      assertThat(main()).as(page).contains("오류 4").contains("전체 현황으로");
      assertThat(chromium.complaints()).allMatch(line -> line.contains("status of 4"));
    }
  }

  @Test
  void everythingCanBeReadAndFilteredWithoutScripts() throws IOException {
    try (Chromium plain = Chromium.start(Chromium.Scripts.OFF)) {
      for (String page : PAGES) {
        plain.driver().get(base + page + (page.contains("?") ? "&" : "?") + "lang=en");
        assertThat(plain.driver().findElement(By.tagName("main")).getText().length()).as(page).isGreaterThan(40);
      }
      plain.driver().get(base + "/vms?lang=en");
      plain.driver().findElement(By.name("q")).sendKeys("busan-010");
      plain.driver().findElement(By.cssSelector("form.filter button")).click();
      new org.openqa.selenium.support.ui.WebDriverWait(plain.driver(), java.time.Duration.ofSeconds(10))
          .until(driver -> String.valueOf(driver.getCurrentUrl()).contains("q=busan-010"));
      assertThat(plain.driver().findElements(By.cssSelector("tbody tr"))).hasSize(10);
      assertThat(plain.driver().findElements(By.cssSelector("noscript"))).isNotEmpty();
      plain.driver().get(base + "/vms?group=site&lang=en");
      WebElement vm = plain.driver().findElement(By.id("v-busan-010-104"));
      assertThat(vm.isDisplayed()).isTrue();
      plain.driver().findElement(By.cssSelector("#d-busan-010 summary")).click();
      assertThat(vm.isDisplayed()).as("folded").isFalse();
    }
  }

  @Test
  void refreshShowsWhatIsNewAndLeavesPlaceFocusAndFormAlone() {
    chromium.width(1440);
    open("/vms?host=daejeon-005", "en", "light");
    WebElement row = driver().findElement(By.id("v-daejeon-005-101"));
    assertThat(row.getText()).doesNotContain("Progressing");
    WebElement link = driver().findElement(By.cssSelector("#v-daejeon-005-108 a"));
    script("arguments[0].focus()", link);
    script("document.querySelector('[name=q]').value = 'half a wo'");
    chromium.driver().executeCdpCommand(
        "Emulation.setDeviceMetricsOverride", Map.of("width", 1440, "height", 300, "deviceScaleFactor", 1, "mobile", false));
    script("scrollTo(0, 120)");
    long place = number("return scrollY");
    assertThat(place).isPositive();

    app.getBean(FleetBoard.class).doing("daejeon-005", 101, "Clone template 9000");
    script("document.dispatchEvent(new Event('visibilitychange'))");

    new WebDriverWait(driver(), Duration.ofSeconds(10)).until(d -> row.getText().contains("Progressing"));
    assertThat(number("return scrollY")).isEqualTo(place);
    assertThat(driver().switchTo().activeElement()).isEqualTo(link);
    assertThat(script("return document.querySelector('[name=q]').value")).isEqualTo("half a wo");
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void siteThatTheReaderFoldedStaysSoWhenItsVmsChange() {
    chromium.width(1440);
    open("/vms?group=site&host=daejeon-013", "en", "light");
    WebElement vm = driver().findElement(By.id("v-daejeon-013-102"));
    driver().findElement(By.cssSelector("#d-daejeon-013 summary")).click();
    assertThat(vm.isDisplayed()).isFalse();

    app.getBean(FleetBoard.class).doing("daejeon-013", 102, "Clone template 9000");
    script("document.dispatchEvent(new Event('visibilitychange'))");

    WebElement site = driver().findElement(By.id("s-daejeon-013"));
    new WebDriverWait(driver(), Duration.ofSeconds(10)).until(d -> site.getText().contains("Progressing"));
    assertThat(vm.isDisplayed()).as("still folded").isFalse();
  }

  private static void open(String page, String language, String theme) {
    driver().get(base + page + (page.contains("?") ? "&" : "?") + "lang=" + language + (theme.isEmpty() ? "" : "&theme=" + theme));
  }

  private static String main() {
    return driver().findElement(By.tagName("main")).getText();
  }

  private static String ground() {
    return driver().findElement(By.tagName("body")).getCssValue("background-color");
  }

  private static long number(String script) {
    return ((Number) script(script)).longValue();
  }

  private static Object script(String script, Object... values) {
    Object answer = ((JavascriptExecutor) driver()).executeScript(script, values);
    return answer == null ? "" : answer;
  }

  private static org.openqa.selenium.chrome.ChromeDriver driver() {
    return chromium.driver();
  }
}
