package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.web.People;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks at the login of each request before anything relies on it: one that is too old, or whose user is gone or has another
 * password, is ended. What passes is what {@link People} gives.
 */
final class LoginGuard extends OncePerRequestFilter implements People {
  /** A working day with its overtime; whoever comes the next morning logs in again. */
  static final Duration LONGEST = Duration.ofHours(12);

  private static final String ATTRIBUTE = LoginGuard.class.getName();

  private final LoginWay way;
  private final Clock clock;

  LoginGuard(LoginWay way, Clock clock) {
    this.way = way;
    this.clock = clock;
  }

  @Override
  public Optional<Login> of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Login login ? Optional.of(login) : Optional.empty();
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (who != null && who.getPrincipal() instanceof LoggedIn login) {
      Optional<Person> current = login.at().plus(LONGEST).isBefore(clock.instant()) ? Optional.empty() : way.current(login);
      if (current.isPresent()) {
        request.setAttribute(ATTRIBUTE, new Login(current.get(), login.id()));
      } else {
        end(request);
      }
    }
    chain.doFilter(request, response);
  }

  private static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    SecurityContextHolder.clearContext();
  }
}
