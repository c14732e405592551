package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What a script asks for is what the page has. */
class FragmentTest {

  @Test
  void fragmentOfEachPageIsExactlyWhatChangesInIt(@TempDir Path folder) throws Exception {
    try (ConfigurableApplicationContext app = SamplePages.start(folder, 0, 100, 10); HttpClient client = HttpClient.newHttpClient()) {
      String base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
      for (String path :
          List.of(
              "/", "/hosts", "/hosts/seoul-009", "/vms?role=pos", "/vms?group=site", "/vms/busan-010/104", "/drift", "/alerts", "/runs",
              "/runs/3", "/events", "/consoles", "/schedules")) {
        Document page = document(client, base + path);
        Document fragment = document(client, base + path + (path.contains("?") ? "&" : "?") + "fragment=live");
        assertThat(page.select("[data-live]")).as(path).isNotEmpty();
        assertThat(fragment.body().select("[data-live]").eachAttr("data-live")).as(path)
            .isEqualTo(page.select("[data-live]").eachAttr("data-live"));
        for (Element part : page.select("[data-live]")) {
          Element same = fragment.selectFirst("[data-live=" + part.attr("data-live") + "]");
          assertThat(same).isNotNull();
          assertThat(same.outerHtml()).as(path).isEqualTo(part.outerHtml());
        }
        assertThat(fragment.select("header, footer")).as(path).isEmpty();
      }
    }
  }

  private static Document document(HttpClient client, String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return Jsoup.parse(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
