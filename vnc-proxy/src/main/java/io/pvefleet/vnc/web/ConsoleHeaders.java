package io.pvefleet.vnc.web;

import io.pvefleet.process.page.SecurityHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the console proxy's answers say of themselves to browsers. */
final class ConsoleHeaders implements SecurityHeaders.Rules {

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
  public String policy(HttpServletRequest request) {
    return POLICY.formatted(sockets(request));
  }

  /**
   * A console is opened by a link on the reconciler's pages, of another origin, into a tab with the guest's name; severed from its
   * opener it would lose that name, and a second click would open a second tab. Everything else stands alone.
   */
  @Override
  public String opener(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals("/console") || path.startsWith("/console/") ? "unsafe-none" : "same-origin";
  }

  /** Files carry their version in their address and say themselves how long they may be kept. */
  @Override
  public String cache(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/assets/") || path.startsWith("/vendor/") ? "" : "no-store";
  }

  private static String sockets(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host != null && AUTHORITY.matcher(host).matches()
        ? " ws://" + host.toLowerCase(Locale.ROOT) + " wss://" + host.toLowerCase(Locale.ROOT)
        : "";
  }
}
