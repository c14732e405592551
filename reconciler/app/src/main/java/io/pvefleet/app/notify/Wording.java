package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Difference;
import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.News.Who;
import io.pvefleet.app.say.Texts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** News in a reader's language, with times by the clock of its site. Pure. */
final class Wording {
  /** With {@code KST} or {@code CEST}, the same in every language: a mail is read where nobody knows whose clock is meant. */
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz", Locale.ENGLISH);
  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");

  /** More attributes than these are on the VM's page. */
  private static final int CHANGES = 5;

  private final Texts texts;
  private final Optional<URI> pages;

  /**
   * @param pages where people find the pages; without it there are no links
   */
  Wording(Texts texts, Optional<URI> pages) {
    this.texts = texts;
    this.pages = pages;
  }

  String say(String key, Object... values) {
    return texts.get(key, values);
  }

  /** What a list of messages shows: the state and what it is about; where it is several things, how many of what. */
  String subject(Letter letter) {
    if (letter.news().size() == 1) {
      News news = letter.news().getFirst();
      return state(news) + " " + head(news);
    }
    List<String> counts = new ArrayList<>();
    for (Level level : List.of(Level.CRITICAL, Level.WARNING)) {
      count(letter, counts, level.word(), one -> one.type() == Type.BEGUN && one.level() == level);
    }
    count(letter, counts, "ended", one -> one.type() == Type.ENDED);
    count(letter, counts, "event", one -> one.type() == Type.EVENT);
    return String.join(", ", counts);
  }

  private void count(Letter letter, List<String> counts, String key, Predicate<News> of) {
    long count = letter.news().stream().filter(of).count();
    if (count > 0) {
      counts.add(say("notice.count." + key, count));
    }
  }

  /** One word for how bad it is, or that it is over. */
  String state(News news) {
    return say("notice.state." + (news.type() == Type.ENDED ? "ended" : news.level().word()));
  }

  /** What it is and where, in one line. */
  String head(News news) {
    String title = news.type() == Type.EVENT ? say("event." + news.kind()) : say("notice.alert." + news.kind());
    String where = where(news);
    return where.isEmpty() ? title : title + ": " + where;
  }

  private static String where(News news) {
    News.Where where = news.where();
    List<String> parts = new ArrayList<>();
    if (where.isVm()) {
      parts.add(where.vmName().isEmpty() ? "VM " + where.vmid() : where.vmName() + " (" + where.vmid() + ")");
    }
    if (where.isHost()) {
      parts.add(where.host() + (where.siteName().isEmpty() || where.siteName().equals(where.host()) ? "" : ", " + where.siteName()));
    }
    if (parts.isEmpty() && !news.object().isEmpty()) {
      parts.add(shortened(news.object()));
    }
    return String.join(" @ ", parts);
  }

  /** A commit's hash is cut as people read it out; what else is long stays. */
  private static String shortened(String object) {
    return object.matches("[0-9a-f]{40,64}") ? object.substring(0, 8) : object;
  }

  /** Everything else, a sentence or a fact a line. */
  List<String> lines(News news) {
    ZoneId zone = news.where().zoneId();
    List<String> lines = new ArrayList<>();
    String text = sentence(news.text(), zone);
    lines.add(news.type() == Type.ENDED ? say("notice.was", text) : text);
    if (news.type() != Type.EVENT) {
      news.changes().stream().limit(CHANGES).map(this::change).forEach(lines::add);
      if (news.changes().size() > CHANGES) {
        lines.add(say("notice.changes.more", news.changes().size() - CHANGES));
      }
    }
    news.who().map(who -> who(who, zone)).ifPresent(lines::add);
    news.commit().map(by -> say("notice.commit", by.commit(), by.author(), by.subject())).ifPresent(lines::add);
    lines.add(times(news, zone));
    return lines;
  }

  /** A sentence of the store in the reader's language, its moments by the site's clock. */
  String sentence(String english, ZoneId zone) {
    return MOMENT.matcher(texts.sentence(english)).replaceAll(moment -> time(Instant.parse(moment.group()), zone));
  }

  private String change(Difference difference) {
    return say("notice.change", difference.path(), shown(difference.git()), shown(difference.live()));
  }

  private String shown(String value) {
    String line = value.isEmpty() ? say("notice.absent") : value.replace('\n', ' ');
    return line.length() <= 80 ? line : line.substring(0, 77) + "...";
  }

  private String who(Who who, ZoneId zone) {
    return who.user().isEmpty()
        ? say("notice.who.unknown")
        : say("notice.who", who.user(), who.at().map(at -> time(at, zone)).orElse(""), who.task());
  }

  private String times(News news, ZoneId zone) {
    return news.type() == Type.ENDED
        ? news.began()
            .map(began -> say("notice.lasted", time(began, zone), time(news.at(), zone), duration(Duration.between(began, news.at()))))
            .orElseGet(() -> say("notice.at", time(news.at(), zone)))
        : say("notice.at", time(news.at(), zone));
  }

  String time(Instant at, ZoneId zone) {
    // UTC by its name: the letter Z tells few readers anything.
    return TIME.withZone(zone.normalized().equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone).format(at);
  }

  private String duration(Duration duration) {
    long minutes = Math.max(0, duration.toMinutes());
    if (minutes < 1) {
      return say("unit.s", Math.max(0, duration.toSeconds()));
    }
    if (minutes < 60) {
      return say("unit.min", minutes);
    }
    if (minutes < 48 * 60) {
      return say("unit.h", minutes / 60) + (minutes % 60 == 0 ? "" : " " + say("unit.min", minutes % 60));
    }
    return say("unit.d", minutes / (24 * 60));
  }

  /** Where more is to be read; empty where it is not known where the pages are. */
  Optional<String> link(News news) {
    News.Where where = news.where();
    return pages.map(base -> base + (where.isVm() ? "/vms/" + where.host() + "/" + where.vmid()
        : where.isHost() ? "/hosts/" + where.host()
        : news.type() == Type.EVENT ? "/events?kind=" + news.kind()
        : "/alerts"));
  }

  /** Where those are to be read that are not shown. */
  Optional<String> linkToMore(Letter letter) {
    boolean hasAlerts = letter.news().stream().anyMatch(one -> one.type() != Type.EVENT);
    return pages.map(base -> base + (hasAlerts ? "/alerts" : "/events"));
  }

  /** Under every message: whose it is and why it came. */
  String foot(Letter letter) {
    return letter.inForce()
        .map(by -> say("notice.foot.commit", letter.fleet(), letter.sink(), by.commit()))
        .orElseGet(() -> say("notice.foot", letter.fleet(), letter.sink()));
  }
}
