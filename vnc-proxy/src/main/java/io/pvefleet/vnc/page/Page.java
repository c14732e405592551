package io.pvefleet.vnc.page;

import static java.util.stream.Collectors.joining;

import io.pvefleet.process.page.Preferences;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.ModelAndView;

/**
 * What every page says around its own content: to whom, in which language and look, and where its files are. Immutable.
 *
 * @param user the login name; empty for nobody
 * @param path of this page, with its parameters apart
 */
public record Page(
    String language, String theme, Optional<String> user, String path, Map<String, String> parameters, PageFiles files) {
  public Page {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * A page in the frame of all pages.
   *
   * @param template below {@code console/}
   */
  public static ModelAndView of(
      String template, HttpServletRequest request, Locale locale, Optional<String> user, PageFiles files) {
    ModelAndView page = new ModelAndView("console/" + template);
    String theme = Preferences.theme(request);
    page.addObject("page", new Page(locale.getLanguage(), theme, user, path(request), parameters(request), files));
    return page;
  }

  /** The address of a file that all pages share. */
  public String asset(String name) {
    return files.shared(name);
  }

  /** The address of a file of the console; of their folder for an empty name. */
  public String file(String name) {
    return files.path() + name;
  }

  /** This page with another language or look. */
  public String with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    changed.put(name, value);
    return changed.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(joining("&", path + "?", ""));
  }

  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
        ? original
        : request.getRequestURI();
  }

  /** Those of a form are nobody's address. */
  private static Map<String, String> parameters(HttpServletRequest request) {
    Map<String, String> first = new LinkedHashMap<>();
    if (request.getMethod().equals("GET")) {
      request.getParameterMap().forEach((name, values) -> first.put(name, values[0]));
    }
    return first;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
