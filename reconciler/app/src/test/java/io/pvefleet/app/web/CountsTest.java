package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The number in a link to a list is the number of rows behind it. */
class CountsTest {
  private static final List<String> PAGES = List.of(
      "/", "/hosts", "/hosts?state=silent", "/hosts/busan-010", "/hosts/daejeon-005", "/vms/daejeon-005/103", "/drift", "/drift?role=pos",
      "/drift?by=site", "/drift?by=site&state=Drifted", "/alerts", "/schedules", "/about", "/runs", "/runs?by=commit");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A list, and what is asked of it. */
  private static final Pattern LIST = Pattern.compile("/(hosts|vms|drift|runs|events|alerts|consoles)(?:[?](.*))?");

  /** The number that a link begins with, or has behind a word that says no more than that there are so many. */
  private static final Pattern COUNT = Pattern.compile("(?:on |all )?([0-9][0-9,]*)\\b.*");
  private static final Pattern ON = Pattern.compile("on ([0-9,]+) VMs?\\b");

  @TempDir static Path folder;
  private static ConfigurableApplicationContext app;
  private static String base;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Integer> counted = new HashMap<>();

  @BeforeAll
  static void start() {
    app = SamplePages.start(folder, 0, 100, 10);
    base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void everyCountLinksToExactlyWhatItCounts() throws Exception {
    Set<String> lists = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    int links = 0;
    for (String page : PAGES) {
      for (Element link : Jsoup.parse(get(page), base + page).select("main a[href]")) {
        Matcher list = LIST.matcher(link.absUrl("href").substring(base.length()));
        Matcher count = COUNT.matcher(link.text());
        // A version, a moment and what sums up runs begin with a digit too; a group of events counts the VMs in it.
        if (!list.matches() || !count.matches() || link.text().matches("[0-9]+[.].*") || !link.select("time").isEmpty()
            || link.closest(".sum, .events") != null || link.attr("href").contains("version=")) {
          continue;
        }
        links++;
        lists.add(list.group(1));
        int rows = rows(list.group(1), list.group(2) == null ? "" : list.group(2));
        if (rows != Integer.parseInt(count.group(1).replace(",", ""))) {
          wrong.add(page + ": " + link.text() + " -> " + link.attr("href") + " has " + rows);
        }
      }
    }
    System.out.println(links + " counts followed");
    assertThat(wrong).isEmpty();
    assertThat(lists).containsExactly("alerts", "consoles", "drift", "hosts", "runs", "vms");
    assertThat(links).isGreaterThan(250);
  }

  private int rows(String list, String query) throws Exception {
    String asked = list + "?" + query;
    if (!counted.containsKey(asked)) {
      counted.put(asked, list.equals("drift") ? differing(query) : items(list, query));
    }
    return counted.get(asked);
  }

  private int items(String list, String query) throws Exception {
    String own = query.replaceAll("(^|&)(sort|group|page|by)=[^&]*", "").replaceFirst("^&", "");
    if (list.equals("alerts")) {
      own += "&state=in-force"; // what ended stands apart from what is counted
    }
    JsonNode answer = JSON.readTree(get("/api/v1/" + list + "?size=1000" + (own.isEmpty() ? "" : "&" + own)));
    assertThat(answer.has("items")).as(list + "?" + own + ": " + answer).isTrue();
    return answer.has("total") ? answer.get("total").asInt() : answer.get("items").size();
  }

  private int differing(String query) throws Exception {
    Matcher on = ON.matcher(Jsoup.parse(get("/drift?" + query)).select("#list > p > b").text());
    return on.find() ? Integer.parseInt(on.group(1).replace(",", "")) : 0;
  }

  private String get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + path)).header("Accept-Language", "en").build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
