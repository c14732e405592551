package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

  @RegisterExtension static final Visitor VISITOR = Visitor.of(ServedPages.shared());
  private static String axe;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = Objects.requireNonNull(AccessibilityTest.class.getResourceAsStream("/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void bring() {
    VISITOR.before(axe);
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
    VISITOR.width(1280);
    VISITOR.open("/consoles", "en", "light");
    VISITOR.driver().executeScript("document.querySelector('input[name=user]').closest('label').outerHTML = '<input name=user>'");
    assertThat(findings()).isNotEmpty();
  }

  private static void check(int width, String language, String theme, List<String> pages) {
    VISITOR.width(width);
    for (String page : pages) {
      VISITOR.open(page, language, theme);
      assertThat(findings()).as("%s in %s, %s, %d pixels", page, language, theme, width).isEmpty();
    }
  }

  private static List<?> findings() {
    return (List<?>) Objects.requireNonNull(VISITOR.driver().executeAsyncScript(FINDINGS));
  }
}
