package io.pvefleet.vnc.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A console's page in a browser, as a test drives it and looks at it. */
final class ConsoleTab {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Chromium chromium;
  private final String base;

  ConsoleTab(Chromium chromium, String base) {
    this.chromium = chromium;
    this.base = base;
  }

  void open(String path) {
    chromium.complaints();
    chromium.driver().get(base + path);
  }

  /** As a browser that was closed: whoever was logged in is so no more. */
  void forgetCookies() {
    chromium.driver().manage().deleteAllCookies();
  }

  /** Opens a console and waits until its picture is there. */
  void console(String query) {
    open("/console?" + query);
    awaitState("open");
  }

  void awaitState(String name) {
    await("state " + name, () -> name.equals(state()));
  }

  String state() {
    return String.valueOf(script("return document.body.dataset.state"));
  }

  void await(String what, BooleanSupplier isSo) {
    new WebDriverWait(chromium.driver(), PATIENCE, Duration.ofMillis(50))
        // A page that is just being replaced: the next look is at the new one.
        .ignoring(WebDriverException.class)
        .withMessage(() -> what + "; state " + state() + ", " + text("#state"))
        .until(driver -> isSo.getAsBoolean());
  }

  WebElement find(String selector) {
    return chromium.driver().findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return chromium.driver().findElements(By.cssSelector(selector));
  }

  void click(String selector) {
    find(selector).click();
  }

  String text(String selector) {
    return find(selector).getText();
  }

  Object script(String script, Object... values) {
    Object answer = ((JavascriptExecutor) chromium.driver()).executeScript(script, values);
    return answer == null ? "" : answer;
  }

  /** Red, green and blue of the guest's pixel, as one number. */
  int pixel(int x, int y) {
    Object answer =
        script(
            "const canvas = document.querySelector('#display canvas');"
                + "const [r, g, b] = canvas.getContext('2d').getImageData(arguments[0], arguments[1], 1, 1).data;"
                + "return r * 65536 + g * 256 + b", x, y);
    return ((Number) answer).intValue();
  }

  /** Errors of scripts, refusals of the content policy and missing files since the page was opened. */
  List<String> complaints() {
    // Reading the canvas above is the test's own doing.
    return chromium.complaints().stream().filter(line -> !line.contains("willReadFrequently")).toList();
  }

  /** A picture of the page for people, where the system property names a folder. */
  void shoot(String name) {
    String folder = System.getProperty("pvefleet.shots", "");
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(Path.of(folder));
      Files.write(Path.of(folder, name + ".png"), chromium.driver().getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
