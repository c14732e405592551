package io.pvefleet.vnc.web;

import io.pvefleet.vnc.settings.ProxySettings;
import java.net.URI;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** The addresses under which browsers reach the proxy. Compared as text, exactly: what is alike is not the same. */
final class Origins {
  private final Set<String> declared;
  private final IntSupplier port;

  /** @param port asked at each request, since it is known only once the server listens */
  Origins(ProxySettings settings, IntSupplier port) {
    this.declared = settings.publicUrls().stream().map(URI::toString).collect(Collectors.toUnmodifiableSet());
    this.port = port;
  }

  boolean allow(String origin) {
    return (declared.isEmpty() ? local() : declared).contains(origin);
  }

  private Set<String> local() {
    return Set.of("http://localhost:" + port.getAsInt(), "http://127.0.0.1:" + port.getAsInt());
  }
}
