package io.pvefleet.app.report;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.alert.AlertWatch;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.GitWeb;
import io.pvefleet.app.web.query.Installation;
import io.pvefleet.app.web.query.Timetable;
import io.pvefleet.process.cli.Version;
import io.pvefleet.process.server.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.context.MessageSource;

/** Writes what a board and a store know as a folder of pages that a browser opens without a server. Not thread safe. */
public final class Report {
  /** As many pages of a hundred events as a person turns over; the rest is history that the store keeps. */
  private static final int OLDER = 20;

  private final WebServer pages;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Locale language;
  private final IntConsumer progress;

  private Report(WebServer pages, Locale language, IntConsumer progress) {
    this.pages = pages;
    this.language = language;
    this.progress = progress;
  }

  /**
   * What was written.
   *
   * @param pages HTML files
   * @param bytes of all files
   */
  public record Written(int pages, long bytes) {}

  /**
   * Blocks until the report is in its place.
   *
   * @param folder new, empty, or an earlier report
   * @param progress told how many pages are there
   * @throws io.pvefleet.process.cli.Failure where the folder holds something else or cannot be written; nothing is left behind then
   */
  public static Written write(FleetBoard board, Store store, Locale language, Path folder, IntConsumer progress) {
    try (ReportFolder target = ReportFolder.at(folder);
        WebServer server = WebServer.of(ReportApplication.class, "127.0.0.1", 0)
            .property("pvefleet.locale", language.getLanguage())
            .bean(FleetBoard.class, board)
            .bean(ConsoleBoard.class, new ConsoleBoard(Optional.empty()))
            .bean(AlertBoard.class, AlertWatch.once(board, store))
            .bean(Store.class, store)
            .bean(Installation.class, installation(board.view()))
            .bean(Timetable.class, Timetable.NONE)
            .start()) {
      Written written = new Report(server, language, progress).into(target, board.view());
      target.finish();
      return written;
    }
  }

  /** Nothing is installed: what a daemon would say of itself is not asked for. */
  private static Installation installation(FleetView view) {
    return new Installation(Version.text(), view.now(), "", "observe", 1, "", "", GitWeb.NONE, Duration.ZERO, Retention.DEFAULT);
  }

  private Written into(ReportFolder target, FleetView view) {
    Map<URI, String> files = new LinkedHashMap<>();
    SortedSet<String> assets = new TreeSet<>();
    collect(target, files, assets);
    String note = pages.bean(MessageSource.class).getMessage("report.note", new Object[] {
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT).withLocale(language)
            .format(view.now().atZone(view.settings().timeZone())) + " " + view.settings().timeZone()}, language);
    MessageSource messages = pages.bean(MessageSource.class);
    String age = messages.getMessage("col.since", null, language);
    String since = messages.getMessage("report.since", null, language);
    long bytes = 0;
    for (Map.Entry<URI, String> page : files.entrySet()) {
      FixedTimes times = new FixedTimes(PageFiles.host(page.getKey()).map(view::zone).orElse(view.settings().timeZone()), age, since);
      String html =
          StaticPage.of(target.read(page.getValue()), page.getKey(), address -> Optional.ofNullable(files.get(address)), note, times);
      byte[] content = html.getBytes(StandardCharsets.UTF_8);
      target.write(page.getValue(), content);
      bytes += content.length;
    }
    for (String asset : assets) {
      byte[] content = get(pages.uri().resolve("/" + asset)).orElseThrow();
      target.write(asset, content);
      bytes += content.length;
    }
    return new Written(Set.copyOf(files.values()).size(), bytes);
  }

  /** As the server gives them: which links lead to a file is known only when all are there. */
  private void collect(ReportFolder target, Map<URI, String> files, Set<String> assets) {
    Deque<URI> next = new ArrayDeque<>();
    Map<URI, Integer> older = new LinkedHashMap<>();
    Set<URI> gone = new HashSet<>();
    next.add(pages.uri().resolve("/"));
    files.put(next.getFirst(), PageFiles.file(next.getFirst()).orElseThrow());
    int done = 0;
    while (!next.isEmpty()) {
      URI address = next.remove();
      Optional<byte[]> found = get(address);
      if (found.isEmpty()) {
        files.remove(address); // history tells of hosts and VMs that are no more
        gone.add(address);
        continue;
      }
      byte[] content = found.get();
      target.write(files.getOrDefault(address, ""), content);
      progress.accept(++done);
      Document page = Jsoup.parse(new String(content, StandardCharsets.UTF_8), address.toString());
      page.select("link[href]").forEach(link -> assets.add(StaticPage.asset(URI.create(link.absUrl("href")))));
      for (Element link : page.select("a[href]:not([href^=#])")) {
        URI to = PageFiles.plain(StaticPage.withoutFragment(URI.create(link.absUrl("href"))));
        boolean isOurs = to.toString().startsWith(pages.uri() + "/");
        if (isOurs && !files.containsKey(to) && !gone.contains(to) && PageFiles.isFollowed(address, to) && mayGoBack(address, to, older)) {
          files.put(to, PageFiles.file(to).orElseThrow());
          next.add(to);
        }
      }
    }
  }

  private static boolean mayGoBack(URI from, URI to, Map<URI, Integer> older) {
    if (to.getQuery() == null || !to.getQuery().contains("before=")) {
      return true;
    }
    int depth = older.getOrDefault(from, 0) + 1;
    older.put(to, depth);
    return depth <= OLDER;
  }

  /** Empty where there is no such thing. */
  private Optional<byte[]> get(URI address) {
    try {
      HttpResponse<byte[]> answer = client.send(
          HttpRequest.newBuilder(address).header("Accept-Language", language.getLanguage()).header("Accept", "text/html, */*").build(),
          HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 404) {
        return Optional.empty();
      }
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("the page " + address.getPath() + " answered " + answer.statusCode());
      }
      return Optional.of(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while writing a report", e);
    }
  }
}
