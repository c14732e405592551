package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The list of consoles. */
class IndexBrowserTest extends BrowserCase {

  @Test
  void rowsAreGroupedBySiteAndFilteredAsSomebodyTypes() {
    tab.open("/?lang=ko&theme=light");
    assertThat(tab.all("section.site")).hasSize(3);
    tab.find("[name=q]").sendKeys("2호점 pos");
    tab.await("only those", () -> shown().equals(List.of("seoul-002/102", "seoul-002/103")));
    assertThat(tab.text("#count")).isEqualTo("VM 15대 중 2대");
    tab.find("[name=q]").sendKeys("zzz");
    tab.await("none", () -> shown().isEmpty());
    assertThat(tab.text("#none")).isEqualTo("맞는 VM이 없습니다.");
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void rowOpensItsConsoleInItsOwnTabAndASecondClickFindsIt() {
    tab.open("/?lang=en&theme=light");
    String list = chromium.driver().getWindowHandle();
    tab.click("tr[data-guest='seoul-001/102'] a.open");
    tab.await("a second tab", () -> chromium.driver().getWindowHandles().size() == 2);
    String console = other(list);
    chromium.driver().switchTo().window(console);
    tab.awaitState("open");
    int asked = consoles().asked().size();
    chromium.driver().switchTo().window(list);
    tab.click("tr[data-guest='seoul-001/102'] a.open");
    assertThat(chromium.driver().getWindowHandles()).hasSize(2);
    assertThat(consoles().asked()).as("the console was not opened anew").hasSize(asked);
    chromium.driver().switchTo().window(console);
    assertThat(tab.state()).isEqualTo("open");
    chromium.driver().close();
    chromium.driver().switchTo().window(list);
  }

  @Test
  void consolesKnowOfEachOther() {
    tab.console("host=seoul-001&vmid=101&lang=en");
    String first = chromium.driver().getWindowHandle();
    tab.script("window.open('/console?host=seoul-002&vmid=102&lang=en', 'c-seoul-002-102')");
    tab.await("a second tab", () -> chromium.driver().getWindowHandles().size() == 2);
    chromium.driver().switchTo().window(other(first));
    tab.awaitState("open");
    chromium.driver().switchTo().window(first);
    tab.click("#more summary");
    tab.await("the other", () -> tab.text("#tabs").equals("● pos-01 · 서울 2호점"));
    chromium.driver().switchTo().window(other(first));
    chromium.driver().close();
    chromium.driver().switchTo().window(first);
    tab.await("it is gone", () -> tab.text("#tabs").equals("No other"));
  }

  @Test
  void whoIsOnAConsoleStandsOnItsRow() {
    consoles().present("seoul-003", 101, "lee", false);
    tab.open("/?lang=en&theme=light");
    tab.await("lee", () -> tab.text("tr[data-guest='seoul-003/101'] .live-now").startsWith("● lee controls it since")
        || tab.text("tr[data-guest='seoul-003/101'] .live-now").startsWith("lee controls it since"));
    tab.shoot("index-en-light");
    assertThat(tab.text("tr[data-guest='seoul-003/102'] .live-now")).isEmpty();
  }

  @Test
  void whatMayOnlyBeSeenIsOpenedForSeeing() {
    tab.open("/?lang=en");
    WebElement backup = tab.find("tr[data-guest='seoul-001/105'] a.open");
    assertThat(backup.getDomAttribute("href")).isEqualTo("/console?host=seoul-001&vmid=105&mode=view");
    assertThat(backup.getDomAttribute("target")).isEqualTo("c-seoul-001-105");
    assertThat(tab.text("tr[data-guest='seoul-001/105'] .look")).isEqualTo("view only");
  }

  @Test
  void everythingWorksWithoutScriptsButTheConsole() throws IOException {
    try (Chromium plain = Chromium.start(Chromium.Scripts.OFF)) {
      plain.driver().get(proxy.base() + "/?lang=en");
      plain.driver().findElement(By.name("q")).sendKeys("server");
      plain.driver().findElement(By.cssSelector("#filter button")).click();
      new WebDriverWait(plain.driver(), Duration.ofSeconds(10))
          .until(driver -> driver.findElements(By.cssSelector("tr[data-guest]")).size() == 3);
      plain.driver().get(proxy.base() + "/?role=kiosk&site=seoul-002");
      assertThat(plain.driver().findElements(By.cssSelector("tr[data-guest]"))).hasSize(1);
      plain.driver().get(proxy.base() + "/console?host=seoul-001&vmid=102&lang=en");
      assertThat(plain.driver().findElement(By.tagName("main")).getText()).contains("The console needs JavaScript.");
    }
  }

  /** How quick it is is measured, not tested. */
  @Test
  void thousandRowsAreSmall() throws Exception {
    try (FakeProxy large = FakeProxy.start(100, 10, 0); HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(large.base() + "/?lang=ko"))
          .header("Accept-Encoding", "gzip").build();
      HttpResponse<byte[]> page = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(page.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(page.body().length).isLessThan(60 * 1024);
    }
  }

  private List<String> shown() {
    return tab.all("tr[data-guest]").stream().filter(WebElement::isDisplayed)
        .map(row -> row.getDomAttribute("data-guest")).toList();
  }

  private static String other(String handle) {
    Set<String> handles = chromium.driver().getWindowHandles();
    return handles.stream().filter(one -> !one.equals(handle)).findFirst().orElseThrow();
  }
}
