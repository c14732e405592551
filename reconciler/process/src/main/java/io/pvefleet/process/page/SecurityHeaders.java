package io.pvefleet.process.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** What every answer says about itself to browsers: nothing from elsewhere, no frames, no guessing, no referrer. */
public final class SecurityHeaders extends OncePerRequestFilter {

  private final Rules rules;

  public SecurityHeaders(Rules rules) {
    this.rules = rules;
  }

  /** What an application says of its own answers. */
  public interface Rules {

    /** The content security policy. */
    String policy(HttpServletRequest request);

    /** {@code Cross-Origin-Opener-Policy}. */
    String opener(HttpServletRequest request);

    /** {@code Cache-Control}; empty where the answer says so itself. */
    String cache(HttpServletRequest request);
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Content-Security-Policy", rules.policy(request));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", rules.opener(request));
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
    String cache = rules.cache(request);
    if (!cache.isEmpty()) {
      response.setHeader("Cache-Control", cache);
    }
    chain.doFilter(request, response);
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
