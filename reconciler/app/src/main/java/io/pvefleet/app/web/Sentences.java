package io.pvefleet.app.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;

/**
 * Says in the reader's language what plan, loop and journal keep in English: each {@code said.*} message is a sentence of theirs
 * with holes for the values. A text that is none of them, such as an error of Proxmox, stays as it is.
 *
 * <p>Texts are kept and not their parts, since CLI, JSON and log show the same English words as the store.
 */
final class Sentences {
  private static final String PREFIX = "said.";

  /** What a change is called may stand before a verb; an arbitrary first word would catch the words of Proxmox. */
  private static final String ACTION = "create|adopt|update|delete";

  private static final Pattern HOLE = Pattern.compile("\\{(\\d)}");
  private static final Pattern PARTS = Pattern.compile("(?<=[.:]) |; ");

  /** A sentence in a sentence in a sentence; deeper ones do not occur. */
  private static final int DEPTH = 3;

  private final MessageSource messages;
  private final List<Sentence> known;

  private record Sentence(String key, Pattern english) {}

  Sentences(MessageSource messages) {
    this.messages = messages;
    ResourceBundle english = ResourceBundle.getBundle("messages", Locale.ROOT);
    // The one with the most words of its own is the most particular.
    this.known =
        english.keySet().stream()
            .filter(key -> key.startsWith(PREFIX))
            .sorted(Comparator.<String>comparingInt(key -> -words(english.getString(key))).thenComparing(key -> key))
            .map(key -> new Sentence(key, pattern(key, english.getString(key))))
            .toList();
  }

  String in(Locale locale, String text) {
    return locale.getLanguage().equals("en") || text.isEmpty() ? text : said(locale, text, DEPTH);
  }

  private String said(Locale locale, String text, int depth) {
    return whole(locale, text, depth).orElseGet(() -> parts(locale, text, depth));
  }

  private Optional<String> whole(Locale locale, String text, int depth) {
    if (depth == 0) {
      return Optional.empty();
    }
    for (Sentence sentence : known) {
      Matcher matcher = sentence.english.matcher(text);
      if (matcher.matches()) {
        Object[] values = new Object[matcher.groupCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = said(locale, matcher.group(i + 1), depth - 1);
        }
        return Optional.of(messages.getMessage(sentence.key, values, locale));
      }
    }
    return Optional.empty();
  }

  /** Several sentences after one another, or a list of them. */
  private String parts(Locale locale, String text, int depth) {
    if (!PARTS.matcher(text).find()) {
      return text;
    }
    List<String> between = new ArrayList<>(PARTS.matcher(text).results().map(MatchResult::group).toList());
    between.add("");
    String[] parts = PARTS.split(text);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      all.append(part(locale, parts[i], depth)).append(i < between.size() ? between.get(i) : "");
    }
    return all.toString();
  }

  private String part(Locale locale, String part, int depth) {
    return Stream.of(part, part + ".", part.replaceFirst("[.:]$", ""))
        .flatMap(form -> whole(locale, form, depth).stream())
        .findFirst()
        .map(said -> part.endsWith(":") && !said.endsWith(":") ? said + ":" : said)
        .orElse(part);
  }

  private static int words(String template) {
    return HOLE.matcher(template).replaceAll("").length();
  }

  private static Pattern pattern(String key, String template) {
    boolean hasHoles = HOLE.matcher(template).find();
    String text = hasHoles ? template.replace("''", "'") : template;
    String any = "(.+?)";
    String first = key.startsWith(PREFIX + "action.") ? "(" + ACTION + ")" : any;
    String literal = Stream.of(HOLE.split(text, -1)).map(Pattern::quote).collect(Collectors.joining("\0"));
    for (int i = 0; hasHoles && literal.indexOf('\0') >= 0; i++) {
      literal = literal.replaceFirst("\0", Matcher.quoteReplacement(i == 0 ? first : any));
    }
    return Pattern.compile(literal, Pattern.DOTALL);
  }
}
