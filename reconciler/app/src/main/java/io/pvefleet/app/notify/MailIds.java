package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What makes mail readers show the beginning and the end of an alert as one conversation. Pure. */
final class MailIds {
  /** Readers look at the last few; a line of a header may have 998 characters in all. */
  private static final int MOST = 10;

  private MailIds() {}

  /** The first and all of them, as headers have them. */
  record References(String first, String all) {}

  /** The alerts that a letter is about: mails of the same alert name the same mail, which there need not be. */
  static Optional<References> references(Letter letter, String domain) {
    List<String> alerts = letter.news().stream()
        .filter(news -> news.type() != Type.EVENT)
        .map(news -> "<alert-" + news.id() + "." + word(letter.fleet()) + "@" + domain + ">")
        .limit(MOST)
        .toList();
    return alerts.isEmpty() ? Optional.empty() : Optional.of(new References(alerts.getFirst(), String.join(" ", alerts)));
  }

  /** A name as an id may have it. */
  static String word(String name) {
    String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
    return word.isEmpty() ? "fleet" : word;
  }
}
