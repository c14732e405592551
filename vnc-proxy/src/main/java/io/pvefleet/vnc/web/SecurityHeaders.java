package io.pvefleet.vnc.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/** What every answer says about itself to browsers: nothing from elsewhere, no frames, no guessing, no referrer. */
final class SecurityHeaders extends OncePerRequestFilter {

  /**
   * 'self' covers ws: and wss: of the own origin in today's browsers and not in older Safaris, for which they are named. A screenshot
   * and a drawn icon are blob: and data: images of the page's own making.
   */
  private static final String POLICY =
      "default-src 'self'; connect-src 'self'%s; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  /** A Host header goes into the policy only where it is nothing but a name or address with a port. */
  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.\\-\\[\\]:]{1,255}");

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Content-Security-Policy", POLICY.formatted(sockets(request)));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", opener(request.getRequestURI()));
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
    if (!isFile(request.getRequestURI())) {
      response.setHeader("Cache-Control", "no-store");
    }
    chain.doFilter(request, response);
  }

  /**
   * A console is opened by a link on the reconciler's pages, of another origin, into a tab with the guest's name; severed from its
   * opener it would lose that name, and a second click would open a second tab. Everything else stands alone.
   */
  private static String opener(String path) {
    return path.equals("/console") || path.startsWith("/console/") ? "unsafe-none" : "same-origin";
  }

  private static String sockets(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host != null && AUTHORITY.matcher(host).matches()
        ? " ws://" + host.toLowerCase(Locale.ROOT) + " wss://" + host.toLowerCase(Locale.ROOT)
        : "";
  }

  /** Files carry their version in their address and say themselves how long they may be kept. */
  private static boolean isFile(String path) {
    return path.startsWith("/assets/") || path.startsWith("/vendor/");
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
