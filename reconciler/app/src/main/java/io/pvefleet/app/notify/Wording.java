package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Difference;
import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.News.Who;
import io.pvefleet.app.say.Texts;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  /** What a list of messages, or a telephone, shows: the most urgent, and how many there are beside it. */
  String subject(Letter letter) {
    List<Group> groups = groups(letter);
    if (groups.isEmpty()) {
      return "";
    }
    List<News> others = groups.stream().skip(1).flatMap(group -> group.news().stream()).toList();
    String first = line(groups.getFirst());
    return others.isEmpty() ? first : say("notice.also", first, counts(others));
  }

  private String counts(List<News> news) {
    List<String> counts = new ArrayList<>();
    for (Level level : List.of(Level.CRITICAL, Level.WARNING)) {
      count(news, counts, level.word(), one -> one.type() == Type.BEGUN && one.level() == level);
    }
    count(news, counts, "ended", one -> one.type() == Type.ENDED && !one.isUnwatched());
    count(news, counts, "unwatched", News::isUnwatched);
    count(news, counts, "event", one -> one.type() == Type.EVENT);
    return String.join(", ", counts);
  }

  private void count(List<News> news, List<String> counts, String key, Predicate<News> of) {
    long count = news.stream().filter(of).count();
    if (count > 0) {
      counts.add(say("notice.count." + key, count));
    }
  }

  /** News of one kind and state. */
  private record Group(List<News> news) {
    News first() {
      return news.getFirst();
    }
  }

  /** The most urgent first, as the letter has them. */
  private List<Group> groups(Letter letter) {
    return letter.news().stream()
        .collect(Collectors.groupingBy(
            one -> List.of(state(one), one.type(), one.kind()), LinkedHashMap::new, Collectors.toList()))
        .values().stream().map(Group::new).toList();
  }

  private String line(Group group) {
    News first = group.first();
    String what = group.news().size() == 1 ? head(first) : say("notice.several", group.news().size(), title(first));
    return state(first) + " " + what;
  }

  /** What there is of each kind, a line each; empty where all of it is to be read below anyway. */
  List<String> overview(Letter letter) {
    return letter.more() == 0 ? List.of() : groups(letter).stream().map(this::line).toList();
  }

  /** One word for how bad it is, or that it is over. */
  String state(News news) {
    return say("notice.state." + switch (news.type()) {
      case BEGUN, EVENT -> news.level().word();
      case ENDED -> news.isUnwatched() ? "unwatched" : "ended";
    });
  }

  /** What it is and where, in one line. */
  String head(News news) {
    String where = where(news);
    return where.isEmpty() ? title(news) : title(news) + ": " + where;
  }

  private String title(News news) {
    return say((news.type() == Type.EVENT ? "event." : "notice.alert.") + news.kind());
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
    lines.add(news.type() == Type.ENDED && !news.isUnwatched() ? say("notice.was", text) : text);
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
    return MOMENT.matcher(texts.sentence(english)).replaceAll(moment -> Matcher.quoteReplacement(moment(moment.group(), zone)));
  }

  /** As it stands where it only looks like a moment: a commit's author may have written it. */
  private String moment(String text, ZoneId zone) {
    try {
      return time(Instant.parse(text), zone);
    } catch (DateTimeException e) {
      return text;
    }
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
    // Of what left Git there is no page.
    return pages.map(base -> base + (news.isUnwatched() ? "/alerts" : where.isVm() ? "/vms/" + where.host() + "/" + where.vmid()
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
