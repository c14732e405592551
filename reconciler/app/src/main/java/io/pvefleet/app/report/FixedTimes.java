package io.pvefleet.app.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Ages as moments: a file is read tomorrow as well, and "5 s ago" would be of another day then. Pure.
 *
 * @param zone of a moment that does not say its own
 * @param age what a column of ages is called
 * @param since what it is called when it has moments
 */
record FixedTimes(ZoneId zone, String age, String since) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /** What parts the site's time from UTC in a title. */
  private static final String BESIDE = " \u00b7 ";

  void fix(Document page) {
    for (Element shown : page.select("[data-age]")) {
      if (shown.parent() instanceof Element around && around.select("time, .num").stream().anyMatch(it -> isMoment(it, shown))) {
        shown.remove(); // the moment stands beside it already
      } else {
        shown.text(moment(shown)).removeAttr("data-age").removeAttr("data-at");
      }
    }
    page.select("th, th *").stream().filter(head -> head.ownText().equals(age)).forEach(head -> head.text(since));
    page.select("[data-label]").stream().filter(cell -> cell.attr("data-label").equals(age))
        .forEach(cell -> cell.attr("data-label", since));
  }

  private static boolean isMoment(Element one, Element age) {
    return one != age && !one.hasAttr("data-age") && one.hasText() && (one.tagName().equals("time") || one.parent() == age.parent());
  }

  private String moment(Element shown) {
    String title = shown.attr("title");
    int end = title.indexOf(BESIDE);
    if (end > 0) {
      return title.substring(0, end);
    }
    String at = shown.hasAttr("data-at") ? shown.attr("data-at") : shown.attr("datetime");
    return TIME.withZone(zone).format(Instant.parse(at));
  }
}
