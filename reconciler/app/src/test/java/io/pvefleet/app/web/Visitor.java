package io.pvefleet.app.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Somebody who looks at served pages with a real browser. The browser is the same one for all classes of a process; each test gets
 * a tab in which nothing was chosen yet, on a screen of a desk. Where there is no browser the class is skipped and says so.
 */
final class Visitor implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static @Nullable Chromium shared;

  private final ServedPages pages;

  private Visitor(ServedPages pages) {
    this.pages = pages;
  }

  static Visitor of(ServedPages pages) {
    return new Visitor(pages);
  }

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    if (!Chromium.isInstalled()) {
      System.out.println("SKIPPED: " + test.getRequiredTestClass().getSimpleName() + " needs Chromium and chromedriver in /usr/bin");
    }
    Assumptions.assumeTrue(Chromium.isInstalled(), "no Chromium or no chromedriver on this machine");
    pages.beforeAll(test);
    if (shared == null) {
      Chromium started = Chromium.start();
      // Not a resource of JUnit: each class is a run of its own where the build hands classes out to processes.
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = started;
    }
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    ChromeDriver driver = driver();
    List<String> old = List.copyOf(driver.getWindowHandles());
    driver.switchTo().newWindow(WindowType.TAB);
    String mine = driver.getWindowHandle();
    for (String other : old) {
      driver.switchTo().window(other).close();
    }
    driver.switchTo().window(mine);
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    width(1440);
    complaints();
  }

  /** Leaves, so that no page asks a server that is gone. */
  @Override
  public void afterAll(ExtensionContext test) {
    if (shared != null) {
      driver().get("about:blank");
    }
    pages.afterAll(test);
  }

  ServedPages pages() {
    return pages;
  }

  Chromium chromium() {
    return Objects.requireNonNull(shared, "no browser was started");
  }

  ChromeDriver driver() {
    return chromium().driver();
  }

  /** @param theme empty: as it was chosen before */
  void open(String path, String language, String theme) {
    driver().get(pages.address(path, language, theme));
  }

  /** A page as a reader finds it who has chosen nothing. */
  void open(String path) {
    driver().get(pages.origin() + path);
  }

  void width(int pixels) {
    chromium().width(pixels);
  }

  List<String> complaints() {
    return chromium().complaints();
  }

  /** Runs before the scripts of every page that this tab opens from now on. */
  void before(String script) {
    driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /** From the next page on this tab runs no scripts but those of the test. */
  void refusesScripts() {
    driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
  }

  WebElement find(String css) {
    return driver().findElement(By.cssSelector(css));
  }

  List<WebElement> all(String css) {
    return driver().findElements(By.cssSelector(css));
  }

  /** Clicks on what leads to another page and waits for that. */
  void follow(WebElement link) {
    WebElement before = find("main");
    link.click();
    untilGone(before);
  }

  /** Waits for the page of that element to be replaced by another. */
  void untilGone(WebElement old) {
    waiting().until(ExpectedConditions.stalenessOf(old));
    until("return document.readyState === 'complete'");
  }

  String main() {
    return find("main").getText();
  }

  Object script(String script, Object... values) {
    Object answer = driver().executeScript(script, values);
    return answer == null ? "" : answer;
  }

  long number(String script) {
    return ((Number) script(script)).longValue();
  }

  /** Waits for the script to say true. */
  void until(String script) {
    waiting().withMessage(script).until(driver -> Boolean.TRUE.equals(driver().executeScript(script)));
  }

  void until(BooleanSupplier isSo) {
    waiting().until(_ -> isSo.getAsBoolean());
  }

  private FluentWait<WebDriver> waiting() {
    return new WebDriverWait(driver(), PATIENCE, LOOK);
  }

  /** As if another tab were in front: headless windows are never hidden by themselves. */
  void hide() {
    hidden(true);
  }

  void show() {
    hidden(false);
  }

  private void hidden(boolean isHidden) {
    script(
        "Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});"
            + "document.dispatchEvent(new Event('visibilitychange'))",
        isHidden);
  }
}
