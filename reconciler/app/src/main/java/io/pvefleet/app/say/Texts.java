package io.pvefleet.app.say;

import java.text.MessageFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The words of the product in one language: those of the pages, of mails and chats, and of the findings of a commit. Immutable. */
public final class Texts {
  private static final Texts ENGLISH = new Texts(Locale.ENGLISH, words(Locale.ROOT));
  private static final Texts KOREAN = new Texts(Locale.KOREAN, words(Locale.KOREAN));
  private static final Sentences SENTENCES = new Sentences(ENGLISH.words, KOREAN);

  private final Locale locale;
  private final Map<String, String> words;

  private Texts(Locale locale, Map<String, String> words) {
    this.locale = locale;
    this.words = words;
  }

  /** In Korean, or in English for every other language. */
  public static Texts of(Locale locale) {
    return locale.getLanguage().equals("ko") ? KOREAN : ENGLISH;
  }

  public Locale locale() {
    return locale;
  }

  /** The message with its values; the key where there is no such message, which a test of its caller finds. */
  public String get(String key, Object... values) {
    String text = words.getOrDefault(key, key);
    return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
  }

  /** The title of a code of docs/errors; empty for one that this version does not know. */
  public String title(String code) {
    return words.getOrDefault("title." + code, "");
  }

  /** A sentence of plan, loop, journal or a finding, which are kept in English; any other text as it is. */
  public String sentence(String english) {
    return this == ENGLISH ? english : SENTENCES.said(english);
  }

  private static Map<String, String> words(Locale locale) {
    // Never those of this machine's own language.
    ResourceBundle.Control control = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);
    Map<String, String> words = new HashMap<>();
    for (String file : new String[] {"messages", "diagnostics"}) {
      ResourceBundle bundle = ResourceBundle.getBundle(file, locale, control);
      bundle.keySet().forEach(key -> words.put(key, bundle.getString(key)));
    }
    return Map.copyOf(words);
  }
}
