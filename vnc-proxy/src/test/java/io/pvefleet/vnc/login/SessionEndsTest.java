package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.access.Person;
import jakarta.servlet.http.HttpSessionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

class SessionEndsTest {

  @Test
  void theEndOfASessionIsTheEndOfItsLoginAndOthersAreNobodys() {
    List<String> ended = new ArrayList<>();
    SessionEnds ends = new SessionEnds(ended::add);
    ends.sessionDestroyed(new HttpSessionEvent(new MockHttpSession()));
    assertThat(ended).isEmpty();
    MockHttpSession session = new MockHttpSession();
    LoggedIn login = new LoggedIn(new Person("kim", Set.of()), "login-1", Instant.EPOCH, "");
    session.setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
        new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(login, null, List.of())));
    ends.sessionDestroyed(new HttpSessionEvent(session));
    assertThat(ended).containsExactly("login-1");
  }
}
