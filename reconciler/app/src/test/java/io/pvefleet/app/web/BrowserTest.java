package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

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
  private static final List<Integer> WIDTHS = List.of(360, 1440, 2560);
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

  @RegisterExtension static final Visitor VISITOR = Visitor.of(ServedPages.shared());

  @Test
  void nothingIsWiderThanItsScreenTooPaleToReadOrComplainsInTheConsole() {
    for (String[] way : new String[][] {{"en", "light"}, {"ko", "dark"}}) {
      for (String page : PAGES) {
        VISITOR.width(WIDTHS.getFirst());
        VISITOR.open(page, way[0], way[1]);
        String at = page + " in " + way[0] + ", " + way[1];
        for (int width : WIDTHS) {
          VISITOR.width(width);
          assertThat(VISITOR.number("return document.documentElement.scrollWidth"))
              .as("%s at %d pixels: %s", at, width, VISITOR.script(WIDER)).isLessThanOrEqualTo(width);
        }
        assertThat((List<?>) VISITOR.script(CONTRASTS)).as(at).isEmpty();
        assertThat(VISITOR.complaints()).as(at).isEmpty();
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
  void darkIsOfTheSystemUnlessChosen() {
    VISITOR.chromium().prefers("dark");
    VISITOR.open("/", "en", "auto");
    String dark = ground();
    VISITOR.chromium().prefers("light");
    VISITOR.open("/", "en", "auto");
    String light = ground();
    assertThat(dark).isNotEqualTo(light);
    VISITOR.open("/", "en", "dark");
    assertThat(ground()).isEqualTo(dark);
    VISITOR.open("/hosts", "en", "");
    assertThat(ground()).as("remembered").isEqualTo(dark);
  }

  @Test
  void stateIsAWordAShapeAndAColour() {
    VISITOR.open("/vms?state=Held", "en", "light");
    WebElement state = VISITOR.find("tbody .state");
    assertThat(state.getText()).isEqualTo("Held");
    assertThat(state.findElement(By.cssSelector("svg use")).getDomAttribute("href")).isEqualTo("#m-Held");
    assertThat(state.getCssValue("color")).isNotEqualTo(VISITOR.find("body").getCssValue("color"));
  }

  @Test
  void koreanPageSaysInKoreanWhatThePlanSays() {
    VISITOR.open("/vms/incheon-044/106", "ko", "light");
    assertThat(VISITOR.main()).contains("보호", "데이터 손실", "구성 값", "실행 중인 값").doesNotContain("destructive", "Held");
    VISITOR.open("/events", "ko", "light");
    assertThat(VISITOR.main()).contains("현재 2GiB, Git 4GiB").doesNotContain("Git says");
    VISITOR.open("/vms/busan-010/104", "ko", "light");
    assertThat(VISITOR.main()).as("words of Proxmox stay").contains("storage local-lvm: 12.4 GiB free, 64 GiB needed");
  }

  @Test
  void whatIsWrongWithAnAddressIsSaidAsAPage() {
    for (String page : FAULTY) {
      VISITOR.open(page, "ko", "light");
      assertThat(VISITOR.main()).as(page).contains("오류 4").contains("전체 현황으로");
      assertThat(VISITOR.complaints()).allMatch(line -> line.contains("status of 4"));
    }
  }

  private static String ground() {
    return VISITOR.find("body").getCssValue("background-color");
  }
}
