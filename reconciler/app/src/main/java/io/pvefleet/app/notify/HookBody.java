package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Author;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.News.Where;
import io.pvefleet.app.notify.News.Who;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of generic webhooks, {@code pvefleet/notice/v1}: docs/notifications.md describes it, and only adds to it. Pure. */
final class HookBody {
  static final String SCHEMA = "pvefleet/notice/v1";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private HookBody() {}

  static byte[] of(Letter letter, String id, Wording wording) {
    ObjectNode body = MAPPER.createObjectNode()
        .put("schema", SCHEMA)
        .put("id", id)
        .put("fleet", letter.fleet())
        .put("sink", letter.sink())
        .put("at", letter.at().toString())
        .put("level", letter.level().word())
        .put("summary", wording.subject(letter));
    letter.inForce().ifPresent(by -> author(body.putObject("commit"), by));
    ArrayNode all = body.putArray("news");
    letter.news().forEach(news -> one(all.addObject(), news, wording));
    return MAPPER.writeValueAsBytes(body);
  }

  private static void one(ObjectNode node, News news, Wording wording) {
    node.put("type", news.type() == Type.EVENT ? "event" : "alert");
    if (news.type() != Type.EVENT) {
      node.put("state", news.type() == Type.BEGUN ? "begun" : "ended");
    }
    node.put("id", news.id())
        .put("kind", news.kind())
        .put("level", news.level().word())
        .put("at", news.at().toString());
    news.began().ifPresent(at -> node.put("began", at.toString()));
    where(node, news.where());
    if (!news.object().isEmpty()) {
      node.put("object", news.object());
    }
    node.put("title", wording.head(news))
        .put("text", wording.sentence(news.text(), news.where().zoneId()))
        .put("message", news.text());
    if (!news.changes().isEmpty()) {
      ArrayNode changes = node.putArray("changes");
      news.changes().forEach(change ->
          changes.addObject().put("field", change.path()).put("git", change.git()).put("live", change.live()));
    }
    news.who().ifPresent(who -> who(node.putObject("changedBy"), who));
    news.commit().ifPresent(by -> author(node.putObject("commit"), by));
    wording.link(news).ifPresent(url -> node.put("url", url));
  }

  private static void where(ObjectNode node, Where where) {
    node.put("timeZone", where.zone());
    if (where.isHost()) {
      node.put("site", where.site()).put("siteName", where.siteName()).put("host", where.host());
    }
    if (where.isVm()) {
      node.put("vmid", where.vmid()).put("vm", where.vmName());
    }
  }

  private static void author(ObjectNode node, Author by) {
    node.put("id", by.commit()).put("author", by.author()).put("message", by.subject());
  }

  /** An empty object says that it was looked for and not found. */
  private static void who(ObjectNode node, Who who) {
    if (!who.user().isEmpty()) {
      node.put("user", who.user()).put("task", who.task());
      who.at().ifPresent(at -> node.put("at", at.toString()));
    }
  }
}
