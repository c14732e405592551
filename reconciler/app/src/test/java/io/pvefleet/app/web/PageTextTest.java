package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.Runs;
import io.pvefleet.fleet.model.WeekSpan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Sentences that are put together from figures, in both languages. */
class PageTextTest {
  private static final Instant NOW = Instant.parse("2026-11-22T05:30:00Z");
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

  @Test
  void aRunIsSaidInWordsAndOneIsNotMany() {
    Runs.Counts bulk = new Runs.Counts(37, 0, 0, 2, 0, 1);
    assertThat(text(Locale.ENGLISH).outcome(bulk)).isEqualTo("37 done, 2 failed, 1 held");
    assertThat(text(Locale.KOREAN).outcome(bulk)).isEqualTo("완료 37건, 실패 2건, 보류 1건");
    assertThat(text(Locale.ENGLISH).outcome(new Runs.Counts(1200, 1, 3, 0, 1, 0)))
        .isEqualTo("1,200 done, 1 waits for a restart, 3 stopped, 1 of unknown outcome");
    assertThat(text(Locale.ENGLISH).outcome(new Runs.Counts(0, 2, 0, 0, 0, 0))).isEqualTo("2 wait for a restart");
    assertThat(text(Locale.KOREAN).outcome(new Runs.Counts(0, 2, 1, 0, 1, 0))).isEqualTo("재시작 대기 2건, 중단 1건, 결과 불명 1건");
    assertThat(text(Locale.ENGLISH).outcome(Runs.Counts.NONE)).isEqualTo("nothing was changed");
    assertThat(text(Locale.KOREAN).outcome(Runs.Counts.NONE)).isEqualTo("변경 없음");
    assertThat(text(Locale.ENGLISH).say("runs.sum", "1", 1, "2 done")).isEqualTo("1 host, 2 done");
    assertThat(text(Locale.ENGLISH).say("runs.sum", "96", 96, "940 done")).isEqualTo("96 hosts, 940 done");
  }

  @Test
  void amountsDaysAndHoursAreWrittenAsPeopleWriteThem() {
    PageText english = text(Locale.ENGLISH);
    PageText korean = text(Locale.KOREAN);
    assertThat(english.amount("4GiB")).isEqualTo("4 GiB");
    assertThat(english.amount("local-lvm:vm-106-disk-2, 128GiB")).isEqualTo("local-lvm:vm-106-disk-2, 128 GiB");
    assertThat(english.since(Instant.parse("2026-11-03T03:00:00Z"))).isEqualTo("since 3 November");
    assertThat(korean.since(Instant.parse("2026-11-03T03:00:00Z"))).isEqualTo("11월 3일부터");
    assertThat(english.since(Instant.parse("2025-11-03T03:00:00Z"))).isEqualTo("since 3 November 2025");
    assertThat(english.since(Instant.parse("2026-11-22T03:30:00Z"))).isEqualTo("for 2 h");
    assertThat(english.hours(WeekSpan.parse("Fri-Mon 22:00-04:00"))).isEqualTo("Fri-Mon 22:00-04:00");
    assertThat(english.hours(WeekSpan.parse("Tue,Thu 03:00-04:30"))).isEqualTo("Tue, Thu 03:00-04:30");
    assertThat(korean.hours(WeekSpan.parse("Mon-Sat 02:00-05:00"))).isEqualTo("월-토 02:00-05:00");
    assertThat(english.hours(WeekSpan.parse("Mon-Sun 02:00-05:00"))).isEqualTo("daily 02:00-05:00");
    assertThat(english.when(Instant.parse("2026-11-28T17:00:00Z"), SEOUL)).isEqualTo("Sun 29 Nov 02:00");
  }

  private static PageText text(Locale locale) {
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasename("messages");
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    return new PageText(messages, locale, NOW, SEOUL);
  }
}
