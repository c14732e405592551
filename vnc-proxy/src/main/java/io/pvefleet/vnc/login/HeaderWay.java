package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import java.util.Optional;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * A reverse proxy before this server has asked people already and names them in a header. There is no session and no logout here.
 */
final class HeaderWay implements LoginWay {
  private final HeaderLogin filter;

  HeaderWay(HeaderLogin filter) {
    this.filter = filter;
  }

  @Override
  public String word() {
    return "header";
  }

  @Override
  public SameSite sameSite() {
    return SameSite.STRICT;
  }

  @Override
  public void configure(HttpSecurity http) {
    http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    http.addFilterBefore(filter, AnonymousAuthenticationFilter.class);
  }

  /** Every request proves it anew. */
  @Override
  public Optional<Person> current(LoggedIn login) {
    return Optional.of(login.person());
  }
}
