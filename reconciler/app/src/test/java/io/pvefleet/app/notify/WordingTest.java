package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.alert.AlertKind;
import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.News.Who;
import io.pvefleet.app.say.Texts;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.fleet.model.NotificationsShape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people read: in both languages, as mail, as a message of Slack and as JSON. */
class WordingTest {

  @Test
  void aMailSaysWhatWhereSinceWhenByWhomAndWhereToRead() {
    assertThat(MailText.subject(Sample.letter(Sample.drift(7)), Sample.english()))
        .isEqualTo("[hanbit] WARNING Not as Git says: pos-01 (102) @ seoul-001, 서울 1호점");
    assertThat(MailText.of(Sample.letter(Sample.drift(7), Sample.offline(8)), Sample.english())).isEqualTo("""
        CRITICAL  Host is offline: seoul-001, 서울 1호점
          No answer since 2026-11-22 23:00 KST: 100.64.0.10:8006: connecting timed out
          At 2026-11-22 23:05 KST
          https://pvefleet.example.org/hosts/seoul-001

        WARNING  Not as Git says: pos-01 (102) @ seoul-001, 서울 1호점
          Not as Git says since 2026-11-21 23:00 KST, longer than 24h: spec.memory.
          spec.memory: Git 4GiB, now 8GiB
          By kim@pam at 2026-11-21 22:58 KST (qmconfig)
          At 2026-11-22 23:05 KST
          https://pvefleet.example.org/vms/seoul-001/102

        --\s
        Fleet hanbit, sink ops, commit 3f2a91c0. What it is told is declared in fleet.yaml.
        """);
  }

  @Test
  void aMailInKoreanIsKoreanThroughout() {
    assertThat(MailText.subject(Sample.letter(Sample.offline(8)), Sample.korean()))
        .isEqualTo("[hanbit] 심각 호스트가 오프라인입니다: seoul-001, 서울 1호점");
    assertThat(MailText.of(Sample.letter(Sample.drift(7), Sample.back(8), Sample.applied(9)), Sample.korean()))
        .contains("경고  Git과 다릅니다: pos-01 (102) @ seoul-001, 서울 1호점")
        .contains("spec.memory: Git 4GiB, 현재 8GiB")
        .contains("변경: kim@pam, 2026-11-21 22:58 KST (qmconfig)")
        .contains("해제  호스트가 오프라인입니다: seoul-001, 서울 1호점")
        .contains("2026-11-22 23:05 KST ~ 2026-11-22 23:35 KST: 30분")
        .contains("소식  적용됨: pos-01 (102) @ seoul-001, 서울 1호점")
        .contains("커밋 3f2a91c0, Kim <kim@example.org>: Raise memory of tills & kiosks")
        .doesNotContain("notice.");
  }

  @Test
  void whoDidItIsSaidToBeUnknownWhereItIs() {
    assertThat(Sample.english().lines(Sample.drift(1).by(new Who("", Optional.empty(), ""))))
        .contains("Who did it is not known: Proxmox keeps no record of it.");
  }

  @Test
  void anAlertThatEndedMeanwhileIsToldOnceAsEnded() {
    Letter letter = Sample.letter(Sample.offline(8), Sample.back(8), Sample.drift(9));

    assertThat(letter.news()).extracting(News::type).containsExactly(Type.BEGUN, Type.ENDED);
    assertThat(letter.news()).extracting(News::id).containsExactly(9L, 8L);
    assertThat(letter.level()).isEqualTo(Level.WARNING);
    assertThat(Sample.english().subject(letter)).isEqualTo("WARNING Not as Git says: pos-01 (102) @ seoul-001, 서울 1호점; 1 ended");
  }

  @Test
  void anAlertOfWhatLeftGitIsNotSaidToBeWell() {
    News back = Sample.back(8);
    News gone = new News(back.type(), 9, back.kind(), back.level(), back.at(), back.began(), back.where(), "",
        "Not watched any more, since it left Git. It was: No answer since 2026-11-22T14:00:00Z: 100.64.0.10:8006: connecting timed out",
        List.of(), Optional.empty(), Optional.empty());

    assertThat(MailText.subject(Sample.letter(gone), Sample.english()))
        .isEqualTo("[hanbit] NOT WATCHED Host is offline: seoul-001, 서울 1호점");
    assertThat(MailText.of(Sample.letter(gone), Sample.english())).contains("https://pvefleet.example.org/alerts\n")
        .contains("\n  Not watched any more, since it left Git. It was: No answer since 2026-11-22 23:00 KST");
    assertThat(MailText.of(Sample.letter(gone), Sample.korean())).startsWith("감시 종료  ")
        .contains("Git에서 빠져 더 이상 감시하지 않습니다. 당시 내용: 2026-11-22 23:00 KST부터 응답이 없습니다: 100.64.0.10:8006: 연결 시간 초과");
  }

  @Test
  void whatIsTooMuchToReadIsCountedAndLinked() {
    News[] many = IntStream.range(0, 57).mapToObj(i -> Sample.drift(i)).toArray(News[]::new);

    assertThat(MailText.subject(Sample.letter(many), Sample.english())).isEqualTo("[hanbit] WARNING 57 × Not as Git says");
    assertThat(MailText.of(Sample.letter(many), Sample.english()))
        .contains("... and 37 more\n  https://pvefleet.example.org/alerts\n");
    JsonNode slack = json(SlackBody.of(Sample.letter(many), Sample.english()));
    assertThat(slack.get("blocks")).hasSizeLessThanOrEqualTo(50);
    assertThat(slack.toString()).contains("<https://pvefleet.example.org/alerts|... and 37 more>");
    assertThat(json(HookBody.of(Sample.letter(many), "id", Sample.english())).get("news")).hasSize(57);
  }

  @Test
  void aBadDayIsSummedUpByKindTheMostUrgentFirst() {
    News[] many = Stream.concat(IntStream.range(0, 40).mapToObj(Sample::offline), IntStream.range(40, 1040).mapToObj(Sample::drift))
        .toArray(News[]::new);

    assertThat(MailText.subject(Sample.letter(many), Sample.english())).isEqualTo("[hanbit] CRITICAL 40 × Host is offline; 1,000 warnings");
    assertThat(MailText.subject(Sample.letter(many), Sample.korean())).isEqualTo("[hanbit] 심각 호스트가 오프라인입니다 40건; 그 밖에 경고 1,000건");
    assertThat(MailText.of(Sample.letter(many), Sample.english())).startsWith("""
        CRITICAL 40 × Host is offline
        WARNING 1,000 × Not as Git says

        CRITICAL  Host is offline: seoul-001""").contains("... and 1,020 more");
    JsonNode slack = json(SlackBody.of(Sample.letter(many), Sample.english()));
    assertThat(slack.get("blocks").get(1).get("text").get("text").asString())
        .isEqualTo("CRITICAL 40 × Host is offline\nWARNING 1,000 × Not as Git says");
  }

  @Test
  void aReceiverThatKnowsNoBlocksHasEverythingAsText() {
    String text = json(SlackBody.of(Sample.letter(Sample.drift(7), Sample.offline(8)), Sample.english())).get("text").asString();

    assertThat(text).startsWith("hanbit: CRITICAL Host is offline: seoul-001, 서울 1호점; 1 warning\n\n● *CRITICAL*  <https://")
        .contains("spec.memory: Git 4GiB, now 8GiB", "By kim@pam").endsWith("What it is told is declared in fleet.yaml.");
  }

  @Test
  void whatOnlyLooksLikeAMomentStaysAsItWasWritten() {
    assertThat(Sample.english().sentence("At 2026-13-45T99:99:99Z and $1 at 2026-11-22T14:00:00Z.", ZoneId.of("Asia/Seoul")))
        .isEqualTo("At 2026-13-45T99:99:99Z and $1 at 2026-11-22 23:00 KST.");
  }

  @Test
  void slackIsGivenNothingThatItWouldTakeForMarksOrForACallToEverybody() {
    News evil = new News(Type.EVENT, 1, "failed", Level.ERROR, Sample.AT, Optional.empty(), Sample.POS, "",
        "update failed: <!channel> a & b <https://evil.example|click>", List.of(), Optional.of(Sample.COMMIT), Optional.empty());
    String slack = new String(SlackBody.of(Sample.letter(evil), Sample.english()), StandardCharsets.UTF_8);

    assertThat(slack).contains("&lt;!channel&gt; a &amp; b &lt;https://evil.example|click&gt;").doesNotContain("<!channel>")
        .contains("● *ERROR*  <https://pvefleet.example.org/vms/seoul-001/102|Failed: pos-01 (102) @ seoul-001, 서울 1호점>")
        .contains("tills &amp; kiosks");
  }

  @Test
  void slacksLimitsAreKeptWhateverIsSaid() {
    String endless = "가".repeat(9000);
    News news = new News(Type.EVENT, 1, "failed", Level.ERROR, Sample.AT, Optional.empty(),
        new News.Where("s", endless, "UTC", "h", 1, endless), "", endless, List.of(), Optional.empty(), Optional.empty());
    JsonNode slack = json(SlackBody.of(Sample.letter(news), Sample.english()));

    assertThat(slack.get("blocks").get(0).get("text").get("text").asString().length()).isLessThanOrEqualTo(150);
    assertThat(slack.get("blocks").get(1).get("text").get("text").asString().length()).isLessThanOrEqualTo(3000);
    assertThat(slack.get("text").asString().length()).isLessThanOrEqualTo(3800);
  }

  @Test
  void jsonSaysEverythingInFieldsOfItsOwn() {
    JsonNode body = json(HookBody.of(Sample.letter(Sample.drift(7), Sample.applied(9)), "ops-1-2", Sample.english()));
    JsonNode drift = body.get("news").get(0);

    assertThat(body.get("schema").asString()).isEqualTo("pvefleet/notice/v1");
    assertThat(body.get("id").asString()).isEqualTo("ops-1-2");
    assertThat(body.get("level").asString()).isEqualTo("warning");
    assertThat(body.get("commit").get("id").asString()).isEqualTo("3f2a91c0");
    assertThat(drift.get("type").asString()).isEqualTo("alert");
    assertThat(drift.get("state").asString()).isEqualTo("begun");
    assertThat(drift.get("kind").asString()).isEqualTo("drift");
    assertThat(drift.get("host").asString()).isEqualTo("seoul-001");
    assertThat(drift.get("vmid").asInt()).isEqualTo(102);
    assertThat(drift.get("changes").get(0).toString()).isEqualTo("{\"field\":\"spec.memory\",\"git\":\"4GiB\",\"live\":\"8GiB\"}");
    assertThat(drift.get("changedBy").get("user").asString()).isEqualTo("kim@pam");
    assertThat(drift.get("url").asString()).isEqualTo("https://pvefleet.example.org/vms/seoul-001/102");
    assertThat(body.get("news").get(1).get("commit").get("author").asString()).isEqualTo("Kim <kim@example.org>");
    assertThat(body.get("news").get(1).has("state")).isFalse();
  }

  @Test
  void withoutTheAddressOfThePagesThereAreNoLinks() {
    Wording wording = new Wording(Texts.of(Locale.ENGLISH), Optional.empty());

    assertThat(MailText.of(Sample.letter(Sample.drift(7)), wording)).doesNotContain("http");
    assertThat(new String(HookBody.of(Sample.letter(Sample.drift(7)), "1", wording), StandardCharsets.UTF_8))
        .doesNotContain("url");
  }

  @Test
  void everyKindHasWordsInBothLanguagesAndCanBeChosen() {
    assertThat(NotificationsShape.ALERTS).containsExactlyElementsOf(Stream.of(AlertKind.values()).map(AlertKind::word).toList());
    for (Locale locale : List.of(Locale.ENGLISH, Locale.KOREAN)) {
      Texts texts = Texts.of(locale);
      assertThat(NotificationsShape.ALERTS).allSatisfy(kind -> assertThat(texts.get("notice.alert." + kind)).doesNotContain("notice."));
      assertThat(Level.values()).allSatisfy(level -> assertThat(texts.get("notice.state." + level.word())).doesNotContain("notice."));
      assertThat(EventKind.values()).allSatisfy(kind -> assertThat(texts.get("event." + kind.word())).doesNotContain("event."));
    }
    // Alerts are told as alerts, with their end beside their beginning, and not as events as well.
    assertThat(NotificationsShape.EVENTS).containsExactlyInAnyOrderElementsOf(
        Stream.of(EventKind.values()).map(EventKind::word).filter(word -> !word.startsWith("alert")).toList());
  }

  @Test
  void thePageNamesEveryKindAndEveryFieldOfTheJson() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/notifications.md"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    String page = Files.readString(root.resolve("docs/notifications.md"));
    assertThat(Stream.concat(NotificationsShape.ALERTS.stream(), NotificationsShape.EVENTS.stream())).allSatisfy(kind ->
        assertThat(page).contains("`" + kind + "`"));
    JsonNode body = json(HookBody.of(Sample.letter(Sample.drift(7)), "1", Sample.english()));
    assertThat(body.propertyNames()).allSatisfy(field -> assertThat(page).contains("\n  \"" + field + "\": "));
    assertThat(body.get("news").get(0).propertyNames()).allSatisfy(field -> assertThat(page).contains("\n      \"" + field + "\": "));
  }

  @Test
  void mailsOfTheSameAlertNameTheSameMail() {
    assertThat(MailIds.references(Sample.letter(Sample.offline(8)), "example.org"))
        .isEqualTo(MailIds.references(Sample.letter(Sample.back(8)), "example.org"))
        .contains(new MailIds.References("<alert-8.hanbit@example.org>", "<alert-8.hanbit@example.org>"));
    assertThat(MailIds.references(Sample.letter(Sample.applied(8)), "example.org")).isEmpty();
  }

  private static JsonNode json(byte[] body) {
    return JsonMapper.builder().build().readTree(body);
  }
}
