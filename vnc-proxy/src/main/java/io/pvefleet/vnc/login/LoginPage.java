package io.pvefleet.vnc.login;

import io.pvefleet.vnc.page.Page;
import io.pvefleet.vnc.page.PageFiles;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page on which people log in. Its template gets {@code way} (users, oidc or header), {@code to} (a page of our own), {@code
 * failed} with {@code code}, {@code cause} and {@code action} where something went wrong, and {@code isOut} after a logout. Its
 * form posts {@code username}, {@code password}, {@code to} and the token of {@code _csrf} to itself.
 */
@Controller
final class LoginPage {
  static final String ADDRESS = "/login";

  private final LoginWay way;
  private final LoginGuard guard;
  private final LocaleResolver locales;
  private final PageFiles files;

  LoginPage(LoginWay way, LoginGuard guard, LocaleResolver locales, PageFiles files) {
    this.way = way;
    this.guard = guard;
    this.locales = locales;
    this.files = files;
  }

  /** What went wrong, in the reader's language. */
  public record Failed(String code, String cause, String action) {}

  @GetMapping(ADDRESS)
  @Nullable ModelAndView page(@RequestParam(defaultValue = "") String failed,
      @RequestParam(required = false) @Nullable String out, @RequestParam(required = false) @Nullable String to,
      HttpServletRequest request, HttpServletResponse response) {
    String back = ReturnAddress.safe(to);
    if (guard.of(request).isPresent()) {
      return redirected(response, back);
    }
    Optional<Problem> problem = Arrays.stream(Problem.values())
        .filter(p -> !p.word().isEmpty() && p.word().equals(failed)).findFirst();
    boolean isFirst = problem.isEmpty() && out == null;
    if (isFirst && way instanceof OidcWay oidc) {
      if (oidc.isUsable()) {
        return redirected(response, BeginLogin.ADDRESS + "/" + Provider.ID + "?to=" + LoginRequired.encoded(back));
      }
      problem = Optional.of(Problem.PROVIDER_DOWN);
    }
    if (isFirst && way instanceof HeaderWay) {
      problem = Optional.of(Problem.UNNAMED);
    }
    response.setHeader("Cache-Control", "no-store");
    return page(request, problem, back, out != null);
  }

  private ModelAndView page(HttpServletRequest request, Optional<Problem> problem, String to, boolean isOut) {
    Locale locale = locales.resolveLocale(request);
    ModelAndView page = Page.of("login", request, locale, Optional.empty(), files);
    page.addObject("way", way.word()).addObject("to", to).addObject("isOut", isOut);
    problem.ifPresent(p -> {
      page.setStatus(HttpStatus.valueOf(p.status()));
      page.addObject("failed", new Failed(p.code().id(), p.cause(locale), p.action(locale)));
    });
    return page;
  }

  private static @Nullable ModelAndView redirected(HttpServletResponse response, String address) {
    LoginRequired.redirect(response, address);
    return null;
  }
}
