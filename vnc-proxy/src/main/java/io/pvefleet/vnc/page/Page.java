package io.pvefleet.vnc.page;

import io.pvefleet.process.page.Preferences;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What every page says around its own content: to whom, in which language and look, and where its files are. Immutable.
 *
 * @param user the login name; empty for nobody
 */
public record Page(String language, String theme, Optional<String> user, String address, PageFiles files) {

  /**
   * A page in the frame of all pages.
   *
   * @param template below {@code console/}
   */
  public static ModelAndView of(String template, HttpServletRequest request, Locale locale, Optional<String> user, PageFiles files) {
    String query = request.getQueryString();
    String address = request.getRequestURI() + (query == null ? "" : "?" + query);
    ModelAndView page = new ModelAndView("console/" + template);
    page.addObject("page", new Page(locale.getLanguage(), Preferences.theme(request), user, address, files));
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
    return UriComponentsBuilder.fromUriString(address).replaceQueryParam(name, value).build(true).toUriString();
  }
}
