package io.pvefleet.vnc.login;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The addresses under which browsers know the proxy, as far as the login needs them. Immutable. */
final class Origins {
  private final List<URI> configured;

  /**
   * @param configured empty where browsers come straight to this server
   */
  Origins(Set<URI> configured) {
    // TLS first: where a browser's own address cannot be told, it is the better guess.
    this.configured = configured.stream()
        .sorted(Comparator.comparing((URI uri) -> !"https".equals(uri.getScheme())).thenComparing(URI::toString)).toList();
  }

  /** Whether no browser can come without TLS, so that cookies may be kept to it. */
  boolean areAllSecure() {
    return !configured.isEmpty() && configured.stream().allMatch(uri -> "https".equals(uri.getScheme()));
  }

  /** The configured origin that a request was meant for, by its Host header; empty where none is configured. */
  Optional<String> of(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return configured.stream()
        .filter(uri -> uri.getRawAuthority() != null && uri.getRawAuthority().equalsIgnoreCase(host))
        .findFirst()
        .or(() -> configured.stream().findFirst())
        .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority());
  }
}
