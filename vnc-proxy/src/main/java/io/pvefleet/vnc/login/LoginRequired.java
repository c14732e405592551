package io.pvefleet.vnc.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.servlet.LocaleResolver;

/**
 * What a request without a login, or with a stale form, is answered: people are sent to the login page, programs get a problem.
 */
final class LoginRequired implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final LocaleResolver locales;

  LoginRequired(LocaleResolver locales) {
    this.locales = locales;
  }

  @Override
  public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
    if (isForPeople(request)) {
      String query = request.getQueryString();
      redirect(response, LoginPage.ADDRESS + "?to=" + encoded(request.getRequestURI() + (query == null ? "" : "?" + query)));
    } else {
      Problem.LOGIN_REQUIRED.send(response, locales.resolveLocale(request));
    }
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why) throws IOException {
    boolean isForm = why instanceof CsrfException;
    if (isForm && request.getRequestURI().equals(LoginPage.ADDRESS)) {
      redirect(response, failed(Problem.STALE, request.getParameter("to")));
    } else {
      (isForm ? Problem.STALE : Problem.FORBIDDEN).send(response, locales.resolveLocale(request));
    }
  }

  /** The address of the login page that says why. */
  static String failed(Problem problem, @org.jspecify.annotations.Nullable String to) {
    String back = ReturnAddress.safe(to);
    return LoginPage.ADDRESS + "?failed=" + problem.word() + (back.equals(ReturnAddress.START) ? "" : "&to=" + encoded(back));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Relative, so that it is right whatever stands before this server. */
  static void redirect(HttpServletResponse response, String address) {
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", address);
  }

  private static boolean isForPeople(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return request.getMethod().equals("GET") && !request.getRequestURI().startsWith("/api/") && accept != null
        && accept.contains("text/html");
  }
}
