package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What axe-core finds on every page, in both schemes, on a desk and on a phone: nothing serious. */
class AccessibilityTest {
  private static final String FINDINGS =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {resultTypes: ['violations']}).then(
        result => done(result.violations
          .filter(v => v.impact === 'serious' || v.impact === 'critical')
          .map(v => v.id + ' (' + v.impact + '): ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(' | '))),
        fault => done([String(fault)]));
      """;

  @TempDir static Path folder;
  private static ConfigurableApplicationContext app;
  private static Chromium chromium;
  private static String base;
  private static String axe;

  @BeforeAll
  static void start() throws IOException {
    if (!Chromium.isInstalled()) {
      System.out.println("SKIPPED: AccessibilityTest needs Chromium and chromedriver in /usr/bin; axe-core was not run");
    }
    Assumptions.assumeTrue(Chromium.isInstalled(), "no Chromium or no chromedriver on this machine");
    app = SamplePages.start(folder, 0, 100, 10);
    base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
    chromium = Chromium.start(Chromium.Scripts.ON);
    try (InputStream in = Objects.requireNonNull(AccessibilityTest.class.getResourceAsStream("/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
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
  void noPageHasASeriousFinding() {
    check(1280, "en", "light", BrowserTest.PAGES);
  }

  @Test
  void noPageHasOneOnAPhoneInTheDarkInKorean() {
    check(390, "ko", "dark", BrowserTest.PAGES);
  }

  @Test
  void axeSeesWhatIsWrong() {
    chromium.width(1280);
    open("/vms", "en", "light");
    chromium.driver().executeScript("document.querySelector('input[name=q]').closest('label').outerHTML = '<input name=q>'");
    assertThat(findings()).isNotEmpty();
  }

  private static void check(int width, String language, String theme, List<String> pages) {
    chromium.width(width);
    for (String page : pages) {
      open(page, language, theme);
      assertThat(findings()).as("%s in %s, %s, %d pixels", page, language, theme, width).isEmpty();
    }
  }

  private static void open(String page, String language, String theme) {
    chromium.driver().get(base + page + (page.contains("?") ? "&" : "?") + "lang=" + language + "&theme=" + theme);
  }

  private static List<?> findings() {
    chromium.driver().executeScript(axe);
    return (List<?>) Objects.requireNonNull(chromium.driver().executeAsyncScript(FINDINGS));
  }
}
