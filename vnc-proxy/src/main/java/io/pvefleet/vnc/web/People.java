package io.pvefleet.vnc.web;

import io.pvefleet.vnc.access.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who sends a request. The login implements it; without one nobody is known. Thread-safe, does not block. */
@FunctionalInterface
public interface People {

  /** The login behind a request of a page, of the API or of a WebSocket handshake; empty for nobody. */
  Optional<Login> of(HttpServletRequest request);

  /**
   * A person at one browser.
   *
   * @param id names this login among all of the person's, so that its consoles end with its logout; never a cookie's value, since
   *     it is kept and compared in clear. Empty where there is no logout
   */
  record Login(Person person, String id) {}
}
