package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.settings.ProxySettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Takes the person from headers of a trusted proxy. The same headers from anywhere else are refused, not only left out: somebody
 * tries to be somebody, or the settings lack an address.
 */
final class HeaderLogin extends OncePerRequestFilter {
  private static final int LONGEST_NAME = 128;

  /** Providers send some hundred groups at most. */
  private static final int MOST_GROUPS = 1_000;

  /** A person who comes back later than this is worth another line in the log. */
  private static final Duration SEEN = LoginGuard.LONGEST;

  private static final int MOST_SEEN = 10_000;

  private final ProxySettings.Login.Header settings;
  private final TrustedProxies trusted;
  private final LocaleResolver locales;
  private final Clock clock;
  private final Map<String, Instant> seen = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
      return size() > MOST_SEEN;
    }
  });

  HeaderLogin(ProxySettings.Login.Header settings, LocaleResolver locales, Clock clock) {
    this.settings = settings;
    this.trusted = TrustedProxies.of(settings.trustedProxies());
    this.locales = locales;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!trusted.contains(request.getRemoteAddr())) {
      if (request.getHeader(settings.name()) != null || request.getHeader(settings.groupsName()) != null) {
        LoginLog.failed("", request.getRemoteAddr(), Problem.UNTRUSTED);
        Problem.UNTRUSTED.send(response, locales.resolveLocale(request));
        return;
      }
      chain.doFilter(request, response);
      return;
    }
    HttpServletRequest forwarded = ForwardedRequest.of(request, trusted);
    person(request).ifPresent(person -> {
      note(person, forwarded.getRemoteAddr());
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(new LoggedIn(person, "", clock.instant(), ""), null, List.of()));
      SecurityContextHolder.setContext(context);
    });
    chain.doFilter(forwarded, response);
  }

  /**
   * Nobody where the header is missing, given twice, or no name: a proxy that appends to what a browser sent must not be
   * believed.
   */
  private Optional<Person> person(HttpServletRequest request) {
    List<String> names = Collections.list(request.getHeaders(settings.name()));
    if (names.size() != 1) {
      return Optional.empty();
    }
    String name = text(names.getFirst()).strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.equals("*") || name.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    Set<String> groups = new TreeSet<>();
    List<String> lists =
        settings.groupsName().isBlank() ? List.of() : Collections.list(request.getHeaders(settings.groupsName()));
    for (String list : lists) {
      for (String group : new ArrayList<>(List.of(text(list).split(",", -1)))) {
        if (!group.isBlank() && groups.size() < MOST_GROUPS) {
          groups.add(group.strip());
        }
      }
    }
    return Optional.of(new Person(name, groups));
  }

  private void note(Person person, String from) {
    Instant now = clock.instant();
    Instant before = seen.put(person.name() + " " + from, now);
    if (before == null || before.plus(SEEN).isBefore(now)) {
      LoginLog.loggedIn(person.name(), from);
    }
  }

  /** Servers read headers as ISO 8859-1; proxies write names in UTF-8. */
  static String text(String header) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1))).toString();
    } catch (CharacterCodingException _) {
      return header;
    }
  }
}
