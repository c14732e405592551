package io.pvefleet.vnc.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Behind a reverse proxy every browser would have the proxy's address: one person's wrong passwords would lock all others out, and the
 * audit trail would not know from where. Believes nobody but the proxies of the settings.
 */
final class ForwardedFilter extends OncePerRequestFilter {
  private final TrustedProxies trusted;

  ForwardedFilter(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(trusted.contains(request.getRemoteAddr()) ? ForwardedRequest.of(request, trusted) : request, response);
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
