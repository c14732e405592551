package io.pvefleet.bench.pages;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Loads pages in Chromium with an empty cache and says how long that took; then makes a host of the page fall silent, and says how
 * long the script took to bring the news into the page. {@code BASE CONTROL HOST PATH...}: the daemon, the switchboard of the
 * simulated hosts, and a host that every page shows.
 */
public final class PageLoad {
  private static final int LOADS = 7;

  /** Two intervals of 15 s and a knock that times out. */
  private static final Duration NEWS = Duration.ofSeconds(90);

  private static final String FIGURES =
      """
      const done = arguments[0];
      new PerformanceObserver((list, observer) => {
        const paint = list.getEntriesByName('first-contentful-paint')[0];
        if (!paint) return;
        observer.disconnect();
        const page = performance.getEntriesByType('navigation')[0];
        const all = [page, ...performance.getEntriesByType('resource')];
        done([page.responseStart - page.requestStart, page.loadEventEnd, paint.startTime,
          all.reduce((sum, entry) => sum + entry.encodedBodySize, 0), document.querySelectorAll('tbody tr').length]);
      }).observe({type: 'paint', buffered: true});
      """;

  private final ChromeDriver browser;
  private final String base;
  private final String host;
  private final HttpClient client = HttpClient.newHttpClient();

  private PageLoad(ChromeDriver browser, String base, String host) {
    this.browser = browser;
    this.base = base;
    this.host = host;
  }

  /** Prints a line for each page. */
  public static void main(String[] args) throws Exception {
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
        "--disable-dev-shm-usage", "--window-size=1440,900");
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build();
    ChromeDriver browser = new ChromeDriver(service, options);
    try {
      PageLoad load = new PageLoad(browser, args[0], args[2]);
      for (String path : List.of(args).subList(3, args.length)) {
        load.loads(path);
        load.patch(path, args[1]);
      }
    } finally {
      browser.quit();
    }
  }

  private void loads(String path) {
    List<double[]> figures = new ArrayList<>();
    for (int i = 0; i <= LOADS; i++) {
      browser.executeCdpCommand("Network.clearBrowserCache", Map.of());
      browser.get(base + path);
      List<?> values = (List<?>) browser.executeAsyncScript(FIGURES);
      if (i > 0 && values != null) {
        figures.add(values.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray());
      }
    }
    System.out.printf(Locale.ROOT, "%-58s first byte %.0f ms  painted %.0f ms  loaded %.0f ms (median of %d), %.1f KiB, %.0f rows%n",
        "browser: " + path, median(figures, 0), median(figures, 2), median(figures, 1), LOADS, figures.getFirst()[3] / 1024,
        figures.getFirst()[4]);
  }

  private void patch(String path, String control) throws IOException, InterruptedException {
    browser.get(base + path);
    post(control + "/hosts/" + host + "/offline");
    double gone = nextPatch(-1);
    double first = figure("duration");
    post(control + "/hosts/" + host + "/reachable");
    nextPatch(gone);
    System.out.printf(Locale.ROOT, "%-58s %.1f ms, then %.1f ms: a host of it gone and back, without layout%n",
        "browser: patch of " + path, first, figure("duration"));
  }

  /** Waits for a patch later than that moment, and gives its own. */
  private double nextPatch(double after) {
    return new WebDriverWait(browser, NEWS).until(b -> {
      double at = figure("startTime");
      return at > after ? at : null;
    });
  }

  /** Of the last patch; -1 where there was none. */
  private double figure(String name) {
    Object value = browser.executeScript("return performance.getEntriesByName('pvefleet-patch').at(-1)?.[arguments[0]] ?? -1", name);
    return value instanceof Number number ? number.doubleValue() : -1;
  }

  private void post(String address) throws IOException, InterruptedException {
    client.send(HttpRequest.newBuilder(URI.create(address)).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private static double median(List<double[]> figures, int column) {
    return figures.stream().mapToDouble(row -> row[column]).sorted().skip(figures.size() / 2).findFirst().orElse(Double.NaN);
  }
}
