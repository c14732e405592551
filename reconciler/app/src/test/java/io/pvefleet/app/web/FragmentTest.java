package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a script asks for is what the page has. */
class FragmentTest {

  @RegisterExtension static final ServedPages SERVED = ServedPages.shared();

  @Test
  void fragmentOfEachPageIsExactlyWhatChangesInIt() {
    for (String path :
        List.of(
            "/", "/hosts", "/hosts/seoul-009", "/vms?role=pos", "/vms?group=site", "/vms/busan-010/104", "/drift", "/alerts", "/runs",
            "/runs/3", "/events", "/consoles", "/schedules")) {
      Document page = Jsoup.parse(SERVED.page(path, "en"));
      Document fragment = Jsoup.parse(SERVED.page(path + (path.contains("?") ? "&" : "?") + "fragment=live", "en"));
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
