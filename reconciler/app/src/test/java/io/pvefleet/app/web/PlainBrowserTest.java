package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The pages in a real browser that runs no scripts: everything works, and what is shown does not grow old. */
class PlainBrowserTest {
  @RegisterExtension static final Visitor VISITOR = Visitor.of(ServedPages.shared());

  private static final String ROWS = "#list tbody tr, #list section.group";

  @BeforeEach
  void refuseScripts() {
    VISITOR.refusesScripts();
  }

  @Test
  void everyPageCanBeReadAndComesAnewByItself() {
    for (String page : BrowserTest.PAGES) {
      VISITOR.open(page, "en", "");
      assertThat(VISITOR.main().length()).as(page).isGreaterThan(40);
      assertThat(VISITOR.find("head noscript meta[http-equiv=refresh]").getDomAttribute("content")).as(page).isEqualTo("30");
    }
    // The browser obeys where it stands; half a minute is not waited for.
    String loaded = "return performance.timeOrigin";
    Object before = VISITOR.script(loaded);
    VISITOR.script("document.querySelector('head noscript meta').content = '0'");
    VISITOR.until("return performance.timeOrigin > " + before + " && document.readyState === 'complete'");
  }

  @Test
  void everyFilterNarrowsItsListSaysWhatIsChosenAndIsTakenBack() {
    for (String page : List.of("/hosts", "/vms", "/vms?group=site", "/drift", "/runs", "/events", "/consoles", "/alerts")) {
      VISITOR.open(page, "en", "");
      Map<String, String> chosen = new LinkedHashMap<>();
      for (WebElement choice : VISITOR.all("form.filter select")) {
        Select select = new Select(choice);
        select.selectByIndex(select.getOptions().size() - 1);
        chosen.put(choice.getDomAttribute("name"), select.getFirstSelectedOption().getDomAttribute("value"));
      }
      for (WebElement field : VISITOR.all("form.filter input:not([type=hidden], [type=date])")) {
        String value = "vmid".equals(field.getDomAttribute("name")) ? "104" : "x";
        field.clear();
        field.sendKeys("label".equals(field.getDomAttribute("name")) ? "ring:x" : value);
        chosen.put(field.getDomAttribute("name"), field.getDomProperty("value"));
      }
      WebElement before = VISITOR.find("main");
      VISITOR.find("form.filter button").click();
      VISITOR.untilGone(before);
      assertThat(VISITOR.all("form.filter")).as("%s with %s is no error", page, chosen).hasSize(1);
      chosen.forEach((name, value) -> assertThat(VISITOR.find("form.filter [name=" + name + "]").getDomProperty("value"))
          .as("%s of %s", name, page).isEqualTo(value));
      assertThat(VISITOR.all(ROWS)).as("%s with %s", page, chosen).isEmpty();
      VISITOR.follow(VISITOR.find("form.filter a"));
      assertThat(VISITOR.all(ROWS)).as(page).isNotEmpty();
    }
  }

  @Test
  void filterShowsWhatWasAskedFor() {
    VISITOR.open("/vms", "en", "");
    VISITOR.find("form.filter [name=q]").sendKeys("busan-010");
    WebElement before = VISITOR.find("main");
    VISITOR.find("form.filter button").click();
    VISITOR.untilGone(before);
    assertThat(VISITOR.all("tbody tr")).hasSize(10);
  }

  @Test
  void languageAndThemeAreSwitchedAndKept() {
    VISITOR.open("/hosts", "en", "light");
    VISITOR.follow(VISITOR.find("footer a[hreflang=ko]"));
    VISITOR.follow(VISITOR.find("footer a[href*='theme=dark']"));
    VISITOR.follow(VISITOR.find("header nav a[href='/runs']"));
    assertThat(VISITOR.find("html").getDomAttribute("lang")).isEqualTo("ko");
    assertThat(VISITOR.find("html").getDomAttribute("data-theme")).isEqualTo("dark");
  }

  @Test
  void listIsSortedPagedGroupedAndFolded() {
    VISITOR.open("/vms", "en", "");
    VISITOR.follow(VISITOR.find("th.k-name a"));
    assertThat(VISITOR.find("th.k-name").getDomAttribute("aria-sort")).isEqualTo("ascending");
    String first = VISITOR.find("tbody tr").getText();
    VISITOR.follow(VISITOR.find("a[rel=next]"));
    assertThat(VISITOR.find("tbody tr").getText()).isNotEqualTo(first);
    VISITOR.follow(VISITOR.find("a[rel=prev]"));
    assertThat(VISITOR.find("tbody tr").getText()).isEqualTo(first);

    VISITOR.open("/vms?host=busan-010", "en", "");
    VISITOR.follow(VISITOR.find(".tabs a[href*='group=site']"));
    WebElement vm = VISITOR.find("#v-busan-010-104");
    assertThat(vm.isDisplayed()).isTrue();
    VISITOR.find("#d-busan-010 summary").click();
    assertThat(vm.isDisplayed()).as("folded").isFalse();
  }

  @Test
  void everyTabOfAVmAndEverySpanOfAHostIsOpened() {
    for (String page : List.of("/vms/daejeon-005/103", "/hosts/busan-010", "/drift", "/runs")) {
      VISITOR.open(page, "en", "");
      List<String> tabs = VISITOR.all(".tabs a:not([href^='/api'])").stream().map(tab -> tab.getDomAttribute("href")).toList();
      assertThat(tabs).as(page).hasSizeGreaterThan(1);
      List<String> back = new ArrayList<>(tabs.subList(1, tabs.size()));
      back.add(tabs.getFirst());
      for (String tab : back) {
        VISITOR.follow(VISITOR.find(".tabs a[href='" + tab + "']"));
        assertThat(VISITOR.find(".tabs a[aria-current]").getDomAttribute("href")).isEqualTo(tab);
      }
    }
  }
}
