package io.pvefleet.app.web;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.say.Texts;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.view.DriftGroup;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.HostState;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.WeekSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;

/** Words, ages and times for one reader at one moment. */
public final class PageText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final Pattern AMOUNT = Pattern.compile("\\b(\\d+)(KiB|MiB|GiB|TiB)\\b");

  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");

  private final MessageSource messages;
  private final Locale locale;
  private final Instant now;
  private final ZoneId fleetZone;

  PageText(MessageSource messages, Locale locale, Instant now, ZoneId fleetZone) {
    this.messages = messages;
    this.locale = locale;
    this.now = now;
    this.fleetZone = fleetZone;
  }

  public String say(String key, Object... values) {
    return messages.getMessage(key, values, locale);
  }

  public String language() {
    return locale.getLanguage();
  }

  public String state(VmState state) {
    return say("state." + state.word());
  }

  public String hostState(HostState state) {
    return say("host.state." + state.word());
  }

  /** An event's kind; one that this version does not know stays as it is. */
  public String event(String kind) {
    return Objects.requireNonNullElse(messages.getMessage("event." + kind, new Object[0], kind, locale), kind);
  }

  /** A step of a look at a host; one that this version does not know stays as it is. */
  public String step(String step) {
    return Objects.requireNonNullElse(messages.getMessage("look.step." + step.replace(' ', '-'), new Object[0], step, locale), step);
  }

  /** How a console session stands or ended; a reason that this version does not know stays as it is. */
  public String ending(ConsoleRow row) {
    return row.isOpen()
        ? say("console.end.open")
        : Objects.requireNonNullElse(
            messages.getMessage("console.end." + row.closeReason(), new Object[0], row.closeReason(), locale), row.closeReason());
  }

  /** A sentence that plan, loop or journal wrote, in the reader's language; words of Proxmox and of people stay as they are. */
  public String said(String text) {
    return said(text, fleetZone);
  }

  /** The same, with moments in that zone's time. */
  public String said(String text, ZoneId zone) {
    return MOMENT.matcher(Texts.of(locale).sentence(text)).replaceAll(moment -> time(Instant.parse(moment.group()), zone));
  }

  /** What a code of docs/errors is about; empty for one that this version does not know. */
  public String title(String code) {
    return Texts.of(locale).title(code);
  }

  /** The word for why a change waits. */
  public String why(String why) {
    return say("why." + why.replace(' ', '.'));
  }

  public String impact(Impact impact) {
    return say("impact." + impact.name());
  }

  public String stage(Journal.Stage stage) {
    return say("stage." + stage.word());
  }

  public String result(Runs.Result result) {
    return say("result." + result.name());
  }

  public String role(String role) {
    return say("role." + role);
  }

  public String power(String power) {
    return switch (power) {
      case "running", "stopped", "paused", "unknown" -> say("power." + power);
      default -> power;
    };
  }

  /** What a change is called. */
  public String action(Change change) {
    return say(
        "action."
            + switch (change) {
              case Change.Create _ -> "create";
              case Change.Adopt _ -> "adopt";
              case Change.Update _ -> "update";
              case Change.Release _ -> "release";
              case Change.Delete _ -> "delete";
              case Change.Keep _ -> "keep";
            });
  }

  /**
   * How long ago, in the one or two units that matter: {@code 12 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 4 d}. Of whole seconds,
   * as browsers count them on.
   */
  public String age(Instant at) {
    return duration(Duration.between(at.truncatedTo(ChronoUnit.SECONDS), now.truncatedTo(ChronoUnit.SECONDS)));
  }

  public String age(Optional<Instant> at) {
    return at.map(this::age).orElseGet(() -> say("age.never"));
  }

  /** How ages are written, for browsers to count them on: seconds, minutes, hours, days, and each of them ago. */
  public String units() {
    return Stream.of("unit.s", "unit.min", "unit.h", "unit.d", "age.ago").map(key -> say(key, "{0}")).collect(Collectors.joining("|"));
  }

  public String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return say("unit.s", seconds);
    }
    if (seconds < 3600) {
      return say("unit.min", seconds / 60);
    }
    if (seconds < 24 * 3600) {
      long minutes = seconds % 3600 / 60;
      String hours = say("unit.h", seconds / 3600);
      return minutes == 0 || seconds >= 10 * 3600 ? hours : hours + " " + say("unit.min", minutes);
    }
    return say("unit.d", seconds / (24 * 3600));
  }

  /** A short span as it is measured: {@code 350 ms}, {@code 1.2 s}. */
  public String took(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return say("unit.ms", millis);
    }
    return millis < 60_000 ? say("unit.s.tenths", String.format(Locale.ROOT, "%.1f", millis / 1000.0)) : duration(duration);
  }

  /** The site's own time. */
  public String time(Instant at, ZoneId zone) {
    return TIME.withZone(zone).format(at);
  }

  public String time(Instant at) {
    return time(at, fleetZone);
  }

  /** With the day of the week, for what people plan by: {@code Sun 29 Nov 02:00}; the year where it is another one. */
  public String when(Instant at, ZoneId zone) {
    return dated("time.when", at, zone);
  }

  /** {@code 3 November}. */
  public String day(Instant at, ZoneId zone) {
    return dated("time.day", at, zone);
  }

  /** A moment by a pattern of the messages. */
  public String pattern(String key, Instant at, ZoneId zone) {
    return DateTimeFormatter.ofPattern(say(key), locale).withZone(zone).format(at);
  }

  private String dated(String key, Instant at, ZoneId zone) {
    boolean isThisYear = at.atZone(zone).getYear() == now.atZone(zone).getYear();
    return DateTimeFormatter.ofPattern(say(isThisYear ? key : key + ".year"), locale).withZone(zone).format(at);
  }

  /** The time of the day alone, to the second. */
  public String clock(Instant at, ZoneId zone) {
    return CLOCK.withZone(zone).format(at);
  }

  /** The day of a parameter that may be a moment, for a field that takes days alone. */
  public String dayOf(String parameter) {
    return parameter.length() > 10 ? parameter.substring(0, 10) : parameter;
  }

  /** How long it is until then. */
  public String until(Instant at) {
    return duration(Duration.between(now, at));
  }

  /** Since when, by the day where it is longer ago than one: {@code since 3 November}, {@code for 2 h}. */
  public String since(Instant at) {
    return Duration.between(at, now).compareTo(Duration.ofDays(1)) < 0 ? say("since.age", age(at)) : say("since.day", day(at, fleetZone));
  }

  /** How many changes ended how: {@code 37 done, 2 failed, 1 held}. */
  public String outcome(Runs.Counts counts) {
    SequencedMap<String, Integer> parts = new LinkedHashMap<>();
    parts.put("done", counts.succeeded());
    parts.put("waiting", counts.waiting());
    parts.put("stopped", counts.stopped());
    parts.put("failed", counts.failed());
    parts.put("indeterminate", counts.indeterminate());
    parts.put("held", counts.held());
    String text = parts.entrySet().stream()
        .filter(part -> part.getValue() > 0)
        .map(part -> say("outcome." + part.getKey(), number(part.getValue()), part.getValue()))
        .collect(Collectors.joining(", "));
    return text.isEmpty() ? say("outcome.none") : text;
  }

  /** The heaviest of what a run came to, as the word and shape of its result. */
  public String end(Runs.Run run) {
    Runs.Counts counts = run.counts();
    if (run.ended().isEmpty()) {
      return "RUNNING";
    }
    return counts.failed() > 0 ? "FAILED" : counts.indeterminate() > 0 ? "INDETERMINATE" : counts.stopped() > 0 ? "STOPPED"
        : counts.waiting() > 0 ? "WAITS_FOR_RESTART" : "SUCCEEDED";
  }

  /** Amounts as people write them: {@code 4 GiB}; anything else as it is. */
  public String amount(String value) {
    return AMOUNT.matcher(value).replaceAll("$1 $2");
  }

  /** An attribute without what all have in common: {@code disks.scsi0.size}. */
  public String attribute(String path) {
    return path.startsWith("spec.") ? path.substring("spec.".length()) : path;
  }

  /** How many VMs, as the role that they share: {@code 37 kiosks}. */
  public String vms(List<DriftGroup.Member> members) {
    List<String> roles = members.stream().map(member -> member.vm().role()).distinct().toList();
    String key = roles.size() == 1 && !roles.getFirst().equals("other") ? "count." + roles.getFirst() : "count.vm";
    return say(key, number(members.size()), members.size());
  }

  /** A length of time as it is set: {@code 60 s}, {@code 5 min}, {@code 365 d}. */
  public String span(Duration duration) {
    return duration.toSeconds() <= 90 ? say("unit.s", duration.toSeconds()) : duration(duration);
  }

  /** Hours of the week: {@code Mon-Sat 02:00-05:00}, {@code daily 02:00-05:00}. */
  public String hours(WeekSpan span) {
    String days = span.days().size() == 7 ? say("schedules.daily") : WeekDays.named(span.days(), locale);
    return days + " " + clock(span.from()) + "-" + clock(span.until());
  }

  private static String clock(int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
  }

  /** The first eight characters of a commit, which is what people read out to each other. */
  public String shortId(String commit) {
    return commit.length() > 8 ? commit.substring(0, 8) : commit;
  }

  public String utc(Instant at) {
    return UTC.format(at);
  }

  /** For {@code datetime}: whole seconds are enough for a page. */
  public String iso(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Empty where there is no moment. */
  public String iso(Optional<Instant> at) {
    return at.map(this::iso).orElse("");
  }

  public String zone() {
    return fleetZone.getId();
  }

  /** {@code 812 B}, {@code 1.2 MiB}. */
  public String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double kib = bytes / 1024.0;
    return kib < 1024 ? String.format(Locale.ROOT, "%.0f KiB", kib) : String.format(Locale.ROOT, "%.1f MiB", kib / 1024);
  }

  /** A sentence about so many: the key with {@code .one} or {@code .many} behind it. */
  public String counted(String key, long count) {
    return count == 1 ? say(key + ".one") : say(key + ".many", number(count));
  }

  /** {@code 1.6}, {@code 128}: as many digits as a figure in GiB deserves beside others; {@code 0} for nothing. */
  public String gib(long bytes) {
    double gib = bytes / (double) (1L << 30);
    return String.format(locale, gib >= 99.95 || gib == Math.rint(gib) ? "%,.0f" : "%.1f", gib);
  }

  /** Whole percent of a share of 0 to 1. */
  public long percent(double share) {
    return Math.round(share * 100);
  }

  /** Whole days until then, rounded down; negative once it has passed. */
  public long days(Instant end) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  /** Whether what was found out of a host then may be otherwise by now. */
  public boolean old(Instant at) {
    return HostCare.isOld(at, now);
  }

  /** An amount of memory, in GiB from one on: {@code 3.2 GiB}. */
  public String size(long bytes) {
    double mib = bytes / 1048576.0;
    return mib < 1024 ? String.format(Locale.ROOT, "%.0f MiB", mib) : String.format(Locale.ROOT, "%.1f GiB", mib / 1024);
  }

  public String number(long number) {
    return String.format(locale, "%,d", number);
  }

  /** Long texts such as SSH keys and cloud-init documents are cut for a table; the title has the whole. */
  public String brief(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
