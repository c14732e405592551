package io.pvefleet.vnc.login;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Logins that wait for their people to come back from the provider. Kept here and not in sessions, because anybody may begin one;
 * a cookie ties each to its browser, so that nobody is logged in by an answer that another one got. Thread-safe; its memory is
 * bounded.
 */
final class PendingLogins implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  /** Where to go after the login, as an attribute of the request that came back. */
  static final String TO = PendingLogins.class.getName() + ".to";

  /** Time for a password, a second factor and a phone that has to be found. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** A thousand times the people of a large fleet; the oldest give way. */
  private static final int MOST = 10_000;

  private record Pending(OAuth2AuthorizationRequest request, String to, Instant until) {}

  private final Map<String, Pending> byBrowser = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Pending> eldest) {
      return size() > MOST;
    }
  };
  private final String cookie;
  private final Clock clock;
  private final Supplier<String> ids;

  PendingLogins(String cookie, Clock clock, Supplier<String> ids) {
    this.cookie = cookie;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    synchronized (byBrowser) {
      return browser(request).flatMap(id -> fitting(byBrowser.get(id), request)).map(Pending::request).orElse(null);
    }
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest made, HttpServletRequest request, HttpServletResponse response) {
    if (made == null) {
      removeAuthorizationRequest(request, response);
      return;
    }
    String id = ids.get();
    synchronized (byBrowser) {
      browser(request).ifPresent(byBrowser::remove);
      byBrowser.put(id, new Pending(made, ReturnAddress.safe(request.getParameter("to")), clock.instant().plus(PATIENCE)));
    }
    response.addHeader("Set-Cookie", cookie(request, id, PATIENCE));
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    Optional<Pending> pending;
    synchronized (byBrowser) {
      pending = browser(request).flatMap(id -> fitting(byBrowser.get(id), request));
      pending.ifPresent(_ -> browser(request).ifPresent(byBrowser::remove));
    }
    if (pending.isEmpty()) {
      return null;
    }
    request.setAttribute(TO, pending.get().to());
    response.addHeader("Set-Cookie", cookie(request, "", Duration.ZERO));
    return pending.get().request();
  }

  private Optional<Pending> fitting(@Nullable Pending pending, HttpServletRequest request) {
    return Optional.ofNullable(pending)
        .filter(p -> p.until().isAfter(clock.instant()))
        .filter(p -> p.request().getState() != null && p.request().getState().equals(request.getParameter("state")));
  }

  private Optional<String> browser(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie one : cookies) {
        if (one.getName().equals(cookie)) {
          return Optional.of(one.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** Lax, since people come back from another site. */
  private String cookie(HttpServletRequest request, String value, Duration age) {
    return ResponseCookie.from(cookie, value).path("/").httpOnly(true).sameSite("Lax").maxAge(age)
        .secure(cookie.startsWith("__Host-") || request.isSecure()).build().toString();
  }
}
