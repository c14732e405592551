package io.pvefleet.app.notify;

import io.pvefleet.app.notify.News.Type;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message of Slack: {@code text} for lists of notifications and for receivers that know no blocks, blocks for everything else.
 * Pure. Slack's limits: 50 blocks, 3,000 characters in a section, 150 in a header; {@code &}, {@code <} and {@code >} have a meaning.
 */
final class SlackBody {
  private static final int SECTION = 3000;
  private static final int HEADER = 150;

  /** Of the list of notifications; longer ones are cut there anyway. */
  private static final int TEXT = 600;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SlackBody() {}

  static byte[] of(Letter letter, Wording wording) {
    ObjectNode body = MAPPER.createObjectNode();
    String subject = letter.fleet() + ": " + wording.subject(letter);
    body.put("text", escaped(cut(subject, TEXT)));
    ArrayNode blocks = body.putArray("blocks");
    blocks.addObject().put("type", "header").putObject("text").put("type", "plain_text").put("text", cut(subject, HEADER));
    letter.shown().forEach(news -> section(blocks, text(news, wording)));
    StringBuilder foot = new StringBuilder();
    if (letter.more() > 0) {
      foot.append(link(wording.linkToMore(letter), wording.say("notice.more", letter.more()))).append('\n');
    }
    foot.append(escaped(wording.foot(letter)));
    ArrayNode elements = blocks.addObject().put("type", "context").putArray("elements");
    elements.addObject().put("type", "mrkdwn").put("text", foot.toString());
    return MAPPER.writeValueAsBytes(body);
  }

  private static void section(ArrayNode blocks, String text) {
    blocks.addObject().put("type", "section").putObject("text").put("type", "mrkdwn").put("text", text);
  }

  /** A word, a shape and the place, then a line for each fact. */
  private static String text(News news, Wording wording) {
    String head = shape(news) + " *" + escaped(wording.state(news)) + "*  " + link(wording.link(news), wording.head(news));
    StringBuilder text = new StringBuilder(head);
    for (String line : wording.lines(news)) {
      String next = "\n" + escaped(line);
      // A cut within an escape would show its half; what does not fit whole is on the page.
      if (text.length() + next.length() > SECTION) {
        break;
      }
      text.append(next);
    }
    return text.toString();
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
