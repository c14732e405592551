package io.pvefleet.vnc.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The page on which people log in. Its template {@code login} gets: {@code way} (users, oidc or header), {@code to} (a page of our own),
 * {@code failed} with {@code code}, {@code cause} and {@code action} where something went wrong, {@code isOut} after a logout, and
 * {@code ko} for Korean. Its form posts {@code username}, {@code password}, {@code to} and the token of {@code _csrf} to itself.
 */
@Controller
final class LoginPage {
  static final String ADDRESS = "/login";

  private final LoginWay way;
  private final LoginGuard guard;
  private final LocaleResolver locales;

  LoginPage(LoginWay way, LoginGuard guard, LocaleResolver locales) {
    this.way = way;
    this.guard = guard;
    this.locales = locales;
  }

  /** What went wrong, in the reader's language. */
  public record Failed(String code, String cause, String action) {}

  @GetMapping(ADDRESS)
  @Nullable String page(@RequestParam(defaultValue = "") String failed, @RequestParam(required = false) @Nullable String out,
      @RequestParam(required = false) @Nullable String to, HttpServletRequest request, HttpServletResponse response, Model model) {
    String back = ReturnAddress.safe(to);
    if (guard.of(request).isPresent()) {
      return redirected(response, back);
    }
    Optional<Problem> problem = Arrays.stream(Problem.values()).filter(p -> !p.word().isEmpty() && p.word().equals(failed)).findFirst();
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
    Locale locale = locales.resolveLocale(request);
    problem.ifPresent(p -> {
      response.setStatus(p.status());
      model.addAttribute("failed", new Failed(p.code().id(), p.cause(locale), p.action(locale)));
    });
    model.addAttribute("way", way.word()).addAttribute("to", back).addAttribute("isOut", out != null)
        .addAttribute("ko", locale.getLanguage().equals("ko"));
    response.setHeader("Cache-Control", "no-store");
    return "login";
  }

  private static @Nullable String redirected(HttpServletResponse response, String address) {
    LoginRequired.redirect(response, address);
    return null;
  }
}
