package io.pvefleet.app.say;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says in another language what plan, loop, journal and findings keep in English: each {@code said.*} message is a sentence of theirs
 * with holes for the values. A text that is none of them, such as an error of Proxmox, stays as it is.
 *
 * <p>Texts are kept and not their parts, since CLI, JSON and log show the same English words as the store.
 */
final class Sentences {
  private static final String PREFIX = "said.";

  /** What a change is called may stand before a verb; an arbitrary first word would catch the words of Proxmox. */
  private static final String ACTION = "create|adopt|update|release|delete";

  private static final Pattern HOLE = Pattern.compile("\\{(\\d)}");
  private static final Pattern PARTS = Pattern.compile("(?<=[.:]) |; ");

  /** A text in more parts is a log, not a sentence. */
  private static final int MANY = 12;

  /** A sentence in a sentence in a sentence; deeper ones do not occur. */
  private static final int DEPTH = 3;

  private final Texts texts;
  private final Map<String, String> exact;
  private final List<Sentence> known;

  private record Sentence(String key, Pattern english) {}

  /**
   * @param english what is written, by key
   * @param texts the language to say it in
   */
  Sentences(Map<String, String> english, Texts texts) {
    this.texts = texts;
    this.exact = new HashMap<>();
    List<Sentence> sentences = new ArrayList<>();
    // The one with the most words of its own is the most particular.
    english.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(PREFIX))
        .sorted(Comparator.<Map.Entry<String, String>>comparingInt(entry -> -words(entry.getValue())).thenComparing(Map.Entry::getKey))
        .forEach(entry -> {
          if (HOLE.matcher(entry.getValue()).find()) {
            sentences.add(new Sentence(entry.getKey(), pattern(entry.getKey(), entry.getValue())));
          } else {
            exact.putIfAbsent(entry.getValue(), entry.getKey());
          }
        });
    this.known = List.copyOf(sentences);
  }

  /** The text in the language, or as it is where it is none of ours. */
  String said(String text) {
    return text.isEmpty() ? text : said(text, DEPTH);
  }

  private String said(String text, int depth) {
    return whole(text, depth).orElseGet(() -> parts(text, depth));
  }

  private Optional<String> whole(String text, int depth) {
    if (depth == 0) {
      return Optional.empty();
    }
    String same = exact.get(text);
    if (same != null) {
      return Optional.of(texts.get(same));
    }
    for (Sentence sentence : known) {
      Matcher matcher = sentence.english.matcher(text);
      if (matcher.matches()) {
        Object[] values = new Object[matcher.groupCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = said(matcher.group(i + 1), depth - 1);
        }
        return Optional.of(texts.get(sentence.key, values));
      }
    }
    return Optional.empty();
  }

  /** Several sentences after one another, a list of them, or one behind a name: from each part on, as many as are known. */
  private String parts(String text, int depth) {
    List<Integer> ends = new ArrayList<>(PARTS.matcher(text).results().map(MatchResult::start).toList());
    if (ends.isEmpty() || ends.size() > MANY) {
      return text;
    }
    List<Integer> begins = new ArrayList<>(PARTS.matcher(text).results().map(MatchResult::end).toList());
    begins.addFirst(0);
    ends.addLast(text.length());
    StringBuilder all = new StringBuilder();
    for (int first = 0; first < begins.size(); first++) {
      int last = ends.size() - 1;
      Optional<String> said = Optional.empty();
      for (; last >= first; last--) {
        said = part(text.substring(begins.get(first), ends.get(last)), depth);
        if (said.isPresent()) {
          break;
        }
      }
      int taken = Math.max(last, first);
      all.append(said.orElse(text.substring(begins.get(first), ends.get(taken))));
      all.append(taken + 1 < begins.size() ? text.substring(ends.get(taken), begins.get(taken + 1)) : "");
      first = taken;
    }
    return all.toString();
  }

  /** As a sentence of its own, though a full stop or a colon may be missing or too many where it is a part. */
  private Optional<String> part(String part, int depth) {
    if (part.endsWith(":")) {
      return whole(part.substring(0, part.length() - 1), depth).map(said -> said + ":");
    }
    return whole(part, depth)
        .or(() -> whole(part + ".", depth))
        .or(() -> part.endsWith(".") ? whole(part.substring(0, part.length() - 1), depth) : Optional.empty());
  }

  private static int words(String template) {
    return HOLE.matcher(template).replaceAll("").length();
  }

  private static Pattern pattern(String key, String template) {
    String any = "(.+?)";
    String first = key.startsWith(PREFIX + "action.") ? "(" + ACTION + ")" : any;
    String literal = Stream.of(HOLE.split(template.replace("''", "'"), -1)).map(Pattern::quote).collect(Collectors.joining("\0"));
    for (int i = 0; literal.indexOf('\0') >= 0; i++) {
      literal = literal.replaceFirst("\0", Matcher.quoteReplacement(i == 0 ? first : any));
    }
    return Pattern.compile(literal, Pattern.DOTALL);
  }
}
