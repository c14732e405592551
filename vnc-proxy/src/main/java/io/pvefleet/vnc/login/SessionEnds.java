package io.pvefleet.vnc.login;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.function.Consumer;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Hears of every login that ends: by logout, by its age, by a change of the user file. Its consoles end with it. */
final class SessionEnds implements HttpSessionListener {
  private final Consumer<String> ended;

  /**
   * @param ended told the id of the login
   */
  SessionEnds(Consumer<String> ended) {
    this.ended = ended;
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    HttpSession session = event.getSession();
    Object context = session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
    if (context instanceof SecurityContext security && security.getAuthentication() != null
        && security.getAuthentication().getPrincipal() instanceof LoggedIn login) {
      ended.accept(login.id());
    }
  }
}
