package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message of Slack: blocks, and the same as {@code text} for what shows that instead: lists of notifications, screen readers,
 * and receivers such as Mattermost that know no blocks. Pure. Slack's limits: 50 blocks, 3,000 characters in a section, 150 in a
 * header; {@code &}, {@code <} and {@code >} have a meaning.
 */
final class SlackBody {
  private static final int SECTION = 3000;
  private static final int HEADER = 150;

  /** Slack cuts a text after 4,000 characters, and so did Mattermost once. */
  private static final int TEXT = 3800;

  private static final int SUBJECT = 600;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SlackBody() {}

  static byte[] of(Letter letter, Wording wording) {
    String subject = letter.fleet() + ": " + wording.subject(letter);
    List<String> sections = new ArrayList<>();
    List<String> overview = wording.overview(letter);
    if (!overview.isEmpty()) {
      sections.add(joined("", overview.stream().map(SlackBody::escaped).toList(), SECTION));
    }
    letter.shown().forEach(news -> sections.add(text(news, wording)));
    String foot = foot(letter, wording);
    ObjectNode body = MAPPER.createObjectNode();
    List<String> apart = sections.stream().map(section -> "\n" + section).toList();
    body.put("text", joined(escaped(cut(subject, SUBJECT)), apart, TEXT - foot.length() - 2) + "\n\n" + foot);
    ArrayNode blocks = body.putArray("blocks");
    blocks.addObject().put("type", "header").putObject("text").put("type", "plain_text").put("text", cut(subject, HEADER));
    sections.forEach(section -> section(blocks, section));
    marked(blocks.addObject().put("type", "context").putArray("elements").addObject(), foot);
    return MAPPER.writeValueAsBytes(body);
  }

  private static String foot(Letter letter, Wording wording) {
    String more = letter.more() == 0 ? "" : link(wording.linkToMore(letter), wording.say("notice.more", letter.more())) + "\n";
    return more + escaped(cut(wording.foot(letter), SUBJECT));
  }

  /** As many as there is room for, each whole: a cut within an escape would show its half. */
  private static String joined(String first, List<String> others, int most) {
    StringBuilder text = new StringBuilder(first);
    for (String other : others) {
      if (text.length() + 1 + other.length() > most) {
        break;
      }
      text.append(text.isEmpty() ? "" : "\n").append(other);
    }
    return text.toString();
  }

  private static void section(ArrayNode blocks, String text) {
    marked(blocks.addObject().put("type", "section").putObject("text"), text);
  }

  /** Verbatim: a name with a dot in it is no link, and one with a hash no channel. */
  private static void marked(ObjectNode node, String text) {
    node.put("type", "mrkdwn").put("text", text).put("verbatim", true);
  }

  /** A word, a shape and the place, then a line for each fact; what does not fit is on the page. */
  private static String text(News news, Wording wording) {
    String head = shape(news) + " *" + escaped(wording.state(news)) + "*  " + link(wording.link(news), wording.head(news));
    return joined(head, wording.lines(news).stream().map(SlackBody::escaped).toList(), SECTION);
  }

  private static String shape(News news) {
    return news.type() == Type.ENDED ? "○" : switch (news.level()) {
      case CRITICAL, ERROR -> "●";
      case WARNING -> "▲";
      case INFO -> "·";
    };
  }

  private static String link(Optional<String> url, String text) {
    String shown = escaped(cut(text.replace('|', '/'), 500));
    return url.map(to -> "<" + escaped(to) + "|" + shown + ">").orElse(shown);
  }

  /** Also what would call a whole channel: {@code <!channel>}. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 4)) ? most - 4 : most - 3;
    return text.substring(0, end) + "...";
  }
}
