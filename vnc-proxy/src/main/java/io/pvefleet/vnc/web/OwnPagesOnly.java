package io.pvefleet.vnc.web;

import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets only the proxy's own pages change anything. A browser names the origin of a page that writes, and sends a header of our own
 * across sites only after asking, which is never granted; scripts have no origin and send the header.
 */
final class OwnPagesOnly implements HandlerInterceptor {
  static final String HEADER = "X-Pvefleet";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Origins origins;

  OwnPagesOnly(Origins origins) {
    this.origins = origins;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (READS.contains(request.getMethod())) {
      return true;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !origins.allow(origin)) {
      throw new ConsoleRefused(Refusal.FOREIGN_PAGE, "origin", shown(origin));
    }
    if (!"1".equals(request.getHeader(HEADER))) {
      throw new ConsoleRefused(Refusal.FOREIGN_PAGE, "header");
    }
    return true;
  }

  /** What came may be anything; an origin has a scheme, a name and a port. */
  static String shown(String origin) {
    return origin.matches("[a-z]+://[A-Za-z0-9.\\-\\[\\]:]{1,255}") ? origin : "an unknown address";
  }
}
