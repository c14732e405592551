package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import java.util.Optional;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** One way in which people prove who they are; the settings choose which. Thread-safe. */
interface LoginWay {
  /** A stable word for the login page: {@code users}, {@code oidc} or {@code header}. */
  String word();

  void configure(HttpSecurity http);

  /** The person of a session as known now; empty where the login holds no longer. */
  Optional<Person> current(LoggedIn login);

  /** How far browsers send the session's cookie along. */
  SameSite sameSite();
}
