package io.pvefleet.app.report;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A page as the server gave it, made into a file that needs no server. Pure. */
final class StaticPage {
  private StaticPage() {}

  /**
   * @param address the page's own
   * @param files the file of an address below the report's folder; empty for an address that the report does not have
   * @param note a line for the foot of the page: what this is
   * @param times what becomes of its ages
   */
  static String of(String html, URI address, Function<URI, Optional<String>> files, String note, FixedTimes times) {
    Document page = Jsoup.parse(html, address.toString());
    page.outputSettings().prettyPrint(false);
    String file = files.apply(address).orElse("index.html");
    String up = "../".repeat((int) file.chars().filter(c -> c == '/').count());
    // What only a server can answer: searching, ordering, staying up to date, another language.
    page.select("script, noscript, form, .choices, #said, a.console, a.csv, [data-copy]").remove();
    times.fix(page);
    for (Element link : page.select("a[href]")) {
      follow(link, files, up);
    }
    for (Element link : page.select("link[href]")) {
      link.attr("href", up + asset(URI.create(link.absUrl("href"))));
    }
    Optional.ofNullable(page.selectFirst("footer")).ifPresent(footer -> footer.prependElement("p").text(note));
    return page.outerHtml();
  }

  /** Below the report's folder, without the part that tells browsers when it changes. */
  static String asset(URI address) {
    return address.getPath().substring(1);
  }

  private static void follow(Element link, Function<URI, Optional<String>> files, String up) {
    if (link.attr("href").startsWith("#")) {
      return;
    }
    URI target = URI.create(link.absUrl("href"));
    URI page = URI.create(link.baseUri());
    if (!target.getRawAuthority().equals(page.getRawAuthority())) {
      return; // the Git host, the documentation
    }
    Optional<String> file = files.apply(PageFiles.plain(withoutFragment(target)));
    if (file.isPresent()) {
      link.attr("href", up + encoded(file.get()) + (target.getRawFragment() == null ? "" : '#' + target.getRawFragment()));
    } else if (link.hasClass("count") && link.text().chars().noneMatch(Character::isDigit)) {
      link.remove(); // "all of them", which are not here
    } else {
      link.tagName("span").removeClass("count").removeAttr("href");
    }
  }

  static URI withoutFragment(URI address) {
    String text = address.toString();
    int at = text.indexOf('#');
    return at < 0 ? address : URI.create(text.substring(0, at));
  }

  private static String encoded(String file) {
    return URI.create("file:/").resolve(org.springframework.web.util.UriUtils.encodePath(file, "UTF-8")).getRawPath().substring(1);
  }
}
