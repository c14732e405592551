package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every link of every screen leads somewhere: of links that differ only in a name or a number, three are followed. */
class LinksTest {
  private static final int ALIKE = 3;

  /** No title, address or list of subjects is longer; drawn lines are. */
  private static final int LONG = 600;

  /** A record or a collection of records as text. */
  private static final Pattern INSIDE = Pattern.compile("\\b[A-Z]\\w*\\[[a-z]\\w*=.{0,40}|\\bOptional(\\[|\\.empty)");

  @RegisterExtension static final ServedPages SERVED = ServedPages.shared();

  @Test
  void everyLinkOfEveryScreenLeadsSomewhere() {
    String base = SERVED.origin();
    Map<String, List<String>> links = new LinkedHashMap<>();
    for (String page : BrowserTest.PAGES) {
      for (Element link : Jsoup.parse(SERVED.get(page).body(), base + page).select("a[href], link[href], script[src]")) {
        String to = link.hasAttr("src") ? link.absUrl("src") : link.absUrl("href");
        if (to.startsWith(base + "/")) {
          List<String> alike = links.computeIfAbsent(kind(to.substring(base.length())), kind -> new ArrayList<>());
          if (alike.size() < ALIKE && !alike.contains(to)) {
            alike.add(to);
          }
        }
      }
    }
    List<String> dead = new ArrayList<>();
    for (List<String> alike : links.values()) {
      for (String to : alike) {
        int status = SERVED.get(to.substring(base.length()).replaceFirst("#.*", "")).statusCode();
        // What history tells of may be no more.
        if (status != 200 && !(status == 404 && to.matches(".*/vms/[^/?]+/[0-9]+.*"))) {
          dead.add(status + " " + to.substring(base.length()));
        }
      }
    }
    System.out.println(links.size() + " kinds of links followed");
    assertThat(links).hasSizeGreaterThan(60);
    assertThat(dead).isEmpty();
  }

  /** A value that stood where a word was meant once put all that is known of each host into an attribute. */
  @Test
  void everyScreenThatIsServedIsWalkedAndNoneShowsAValueAsItIsInside() {
    Set<String> served =
        SERVED.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
            .flatMap(info -> info.getPatternValues().stream())
            .filter(path -> !path.startsWith("/api/") && !path.equals("/live") && !path.equals("/error"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(served).contains("/", "/about", "/vms/{host}/{vmid}");
    for (String page : BrowserTest.PAGES) {
      served.removeIf(pattern -> page.replaceFirst("[?].*", "").matches(pattern.replaceAll("[{]\\w+[}]", "[^/]+")));
      String body = SERVED.get(page).body();
      assertThat(INSIDE.matcher(body).results().map(MatchResult::group)).as(page).isEmpty();
      assertThat(Jsoup.parse(body).getAllElements().stream().flatMap(element -> element.attributes().asList().stream())
          .filter(attribute -> !attribute.getKey().equals("d") && attribute.getValue().length() > LONG)).as(page).isEmpty();
    }
    assertThat(served).as("screens that no test of all screens looks at").isEmpty();
  }

  private static String kind(String path) {
    return path.replaceAll("=[^&#]*", "=").replaceAll("/[^/?#]*[0-9][^/?#]*", "/x");
  }
}
