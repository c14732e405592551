package io.pvefleet.app.web;

import io.pvefleet.process.page.Assets;
import io.pvefleet.process.page.SecurityHeaders;
import jakarta.servlet.http.HttpServletRequest;

/** What the reconciler's pages say of themselves to browsers. */
final class PageHeaders implements SecurityHeaders.Rules {

  static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  @Override
  public String policy(HttpServletRequest request) {
    return POLICY;
  }

  /** Consoles are tabs of the console proxy's origin; a link finds its tab again only while the two are not severed. */
  @Override
  public String opener(HttpServletRequest request) {
    return "same-origin-allow-popups";
  }

  @Override
  public String cache(HttpServletRequest request) {
    return request.getRequestURI().startsWith(Assets.PATH) ? "" : "no-cache";
  }
}
