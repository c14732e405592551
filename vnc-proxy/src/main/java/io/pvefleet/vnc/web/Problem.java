package io.pvefleet.vnc.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A refusal as {@code application/problem+json} (RFC 9457): a stable code, and cause and next action in both languages.
 *
 * @param type nothing but this code tells problems apart
 * @param detail both sentences in the reader's language
 * @param closeCode with which a socket closes for the same reason
 * @param reason its stable word
 * @param variant which of several causes; empty where there is one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String title, int status, String detail, String code, int closeCode, String reason, String variant, Sentences en,
    Sentences ko) {

  private static final String BUNDLE = "console-problems";

  /** Cause and next action. */
  public record Sentences(String cause, String action) {}

  /** A refusal for a reader of that language. */
  public static Problem of(ConsoleRefused refused, Locale reader) {
    Refusal refusal = refused.refusal();
    Sentences en = sentences(refused, Locale.ROOT);
    Sentences ko = sentences(refused, Locale.KOREAN);
    Sentences own = reader.getLanguage().equals("ko") ? ko : en;
    return new Problem(
        "about:blank", refusal.code().summary(), refusal.status(), own.cause() + " " + own.action(), refusal.code().id(),
        refusal.reason().code(), refusal.reason().word(), refused.variant(), en, ko);
  }

  /** As an answer. Never kept by a browser, since it is true for a moment only. */
  ResponseEntity<Problem> answer() {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(this);
  }

  private static Sentences sentences(ConsoleRefused refused, Locale locale) {
    ResourceBundle texts =
        ResourceBundle.getBundle(BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    String key = refused.refusal().code().id() + (refused.variant().isEmpty() ? "" : "." + refused.variant());
    List<String> values = refused.values();
    return new Sentences(text(texts, key + ".cause", values), text(texts, key + ".action", values));
  }

  private static String text(ResourceBundle texts, String key, List<String> values) {
    try {
      return new MessageFormat(texts.getString(key), texts.getLocale()).format(values.toArray());
    } catch (MissingResourceException e) {
      throw new IllegalStateException("the texts of refusals lack " + key, e);
    }
  }
}
