package io.pvefleet.vnc.web;

import io.pvefleet.vnc.session.Asker;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who calls, from where. */
final class Callers {
  private final People people;

  Callers(People people) {
    this.people = people;
  }

  Optional<Asker> find(HttpServletRequest request) {
    return people.of(request).map(login -> new Asker(login.person(), login.id(), request.getRemoteAddr()));
  }

  /** @throws ConsoleRefused for nobody */
  Asker of(HttpServletRequest request) {
    return find(request).orElseThrow(() -> new ConsoleRefused(Refusal.NOT_ADMITTED, "login"));
  }
}
