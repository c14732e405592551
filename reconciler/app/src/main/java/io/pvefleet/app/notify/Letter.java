package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Author;
import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one message says, in no language yet: the same letter is sent again where the first try failed. Immutable.
 *
 * @param fleet name of the fleet
 * @param inForce commit in force when it was written
 * @param news the most urgent first
 */
record Letter(String fleet, String sink, Instant at, Optional<Author> inForce, List<News> news) {
  /** More are counted and not listed: nobody reads further, and receivers cut longer texts. */
  static final int SHOWN = 20;

  private static final Comparator<News> URGENT_FIRST =
      Comparator.comparingInt(Letter::rank).thenComparing(News::at).thenComparing(News::id);

  Letter {
    news = List.copyOf(news);
  }

  /** Puts news together: an alert that began and ended meanwhile is told once, as ended. */
  static Letter of(String fleet, String sink, Instant at, Optional<Author> inForce, List<News> news) {
    Set<Long> ended = new HashSet<>();
    news.stream().filter(one -> one.type() == Type.ENDED).forEach(one -> ended.add(one.id()));
    List<News> all = news.stream()
        .filter(one -> one.type() != Type.BEGUN || !ended.contains(one.id()))
        .sorted(URGENT_FIRST)
        .toList();
    return new Letter(fleet, sink, at, inForce, all);
  }

  List<News> shown() {
    return news.subList(0, Math.min(SHOWN, news.size()));
  }

  /** How many are not shown. */
  int more() {
    return news.size() - shown().size();
  }

  /** The worst of what is not over. */
  Level level() {
    return news.stream().filter(one -> one.type() != Type.ENDED).map(News::level).max(Comparator.naturalOrder()).orElse(Level.INFO);
  }

  private static int rank(News news) {
    return switch (news.type()) {
      case BEGUN -> news.level() == Level.CRITICAL ? 0 : 2;
      case EVENT -> switch (news.level()) {
        case CRITICAL, ERROR -> 1;
        case WARNING -> 3;
        case INFO -> 5;
      };
      case ENDED -> 4;
    };
  }
}
