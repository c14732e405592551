package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import java.io.Serializable;
import java.time.Instant;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * One login of one person at one browser: what a session holds, and what is kept of it over a restart.
 *
 * @param id names this login among all of the person's; no cookie's value
 * @param at when the person logged in
 * @param proof changes when the person's password does; empty where another keeps it
 */
record LoggedIn(Person person, String id, Instant at, String proof) implements AuthenticatedPrincipal, Serializable {
  @Override
  public String getName() {
    return person.name();
  }

  @Override
  public String toString() {
    return person.name();
  }
}
