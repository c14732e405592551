package io.pvefleet.app.say;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The messages files of the pages, for whoever has no page: mails, chats and the command line. Immutable. */
public final class Texts {
  private static final ResourceBundle ENGLISH = bundle(Locale.ROOT);
  private static final ResourceBundle KOREAN = bundle(Locale.KOREAN);
  private static final Sentences SENTENCES = new Sentences((key, values, locale) -> of(locale).get(key, values));

  private final Locale locale;
  private final ResourceBundle bundle;

  private Texts(Locale locale, ResourceBundle bundle) {
    this.locale = locale;
    this.bundle = bundle;
  }

  /** In Korean, or in English for every other language. */
  public static Texts of(Locale locale) {
    return locale.getLanguage().equals("ko") ? new Texts(Locale.KOREAN, KOREAN) : new Texts(Locale.ENGLISH, ENGLISH);
  }

  public Locale locale() {
    return locale;
  }

  /** The message with its values; the key where there is no such message, which a test of its caller finds. */
  public String get(String key, Object... values) {
    try {
      String text = bundle.getString(key);
      return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    } catch (MissingResourceException e) {
      return key;
    }
  }

  /** A sentence of plan, loop or journal, which are kept in English. */
  public String sentence(String english) {
    return SENTENCES.in(locale, english);
  }

  /** Never that of this machine's own language. */
  private static ResourceBundle bundle(Locale locale) {
    return ResourceBundle.getBundle("messages", locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
  }
}
