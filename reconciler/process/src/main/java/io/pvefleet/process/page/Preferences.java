package io.pvefleet.process.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Language and theme of a reader. {@code ?lang=ko} and {@code ?theme=dark} are remembered in a cookie; without one the browser's
 * own wish counts, and then the setting. Nothing else is ever stored in a browser.
 */
public final class Preferences implements LocaleResolver, HandlerInterceptor {
  public static final List<String> LANGUAGES = List.of("en", "ko");
  public static final List<String> THEMES = List.of("auto", "light", "dark");
  private static final Duration KEPT = Duration.ofDays(365);
  private static final String LANG = "lang";
  private static final String THEME = "theme";

  private final Locale fallback;

  /** @param fallback for browsers that ask for no language that there is */
  public Preferences(Locale fallback) {
    this.fallback = fallback;
  }

  @Override
  public Locale resolveLocale(HttpServletRequest request) {
    String chosen = chosen(request, LANG, LANGUAGES);
    if (!chosen.isEmpty()) {
      return Locale.of(chosen);
    }
    if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
      return fallback;
    }
    for (Locale wished : java.util.Collections.list(request.getLocales())) {
      if (LANGUAGES.contains(wished.getLanguage())) {
        return Locale.of(wished.getLanguage());
      }
    }
    return fallback;
  }

  /** {@code auto} follows the system of the reader. */
  public static String theme(HttpServletRequest request) {
    String chosen = chosen(request, THEME, THEMES);
    return chosen.isEmpty() ? "auto" : chosen;
  }

  @Override
  public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
    throw new IllegalStateException("the language is chosen by ?lang=, the cookie or the browser");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    remember(request, response, LANG, LANGUAGES);
    remember(request, response, THEME, THEMES);
    return true;
  }

  private static void remember(HttpServletRequest request, HttpServletResponse response, String name, List<String> allowed) {
    String value = request.getParameter(name);
    if (value != null && allowed.contains(value)) {
      ResponseCookie cookie = ResponseCookie.from(name, value).path("/").maxAge(KEPT).httpOnly(true).sameSite("Lax").build();
      response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
  }

  private static String chosen(HttpServletRequest request, String name, List<String> allowed) {
    String asked = request.getParameter(name);
    if (asked != null && allowed.contains(asked)) {
      return asked;
    }
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name) && allowed.contains(cookie.getValue())) {
          return cookie.getValue();
        }
      }
    }
    return "";
  }
}
