package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** An OpenID provider: the code flow with PKCE. Of what it tells, the name and the groups are kept, and no token. */
final class OidcWay implements LoginWay {
  /** A provider answers in a second; a person who waits longer tries again anyway. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int LONGEST_NAME = 128;

  /** A token with more is a mistake of the provider's settings. */
  private static final int MOST_GROUPS = 1_000;

  private final String groupsClaim;
  private final Provider provider;
  private final PendingLogins pending;
  private final Origins origins;
  private final Clock clock;
  private final Supplier<String> ids;
  private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

  OidcWay(String groupsClaim, Provider provider, PendingLogins pending, Origins origins, Clock clock, Supplier<String> ids) {
    this.groupsClaim = groupsClaim;
    this.provider = provider;
    this.pending = pending;
    this.origins = origins;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public String word() {
    return "oidc";
  }

  /** People come back from the provider's site, and a strict cookie would not be sent on that way. */
  @Override
  public SameSite sameSite() {
    return SameSite.LAX;
  }

  /** Whether the provider can be used; asks it where that is not known. Blocks on the network. */
  boolean isUsable() {
    try {
      provider.registration();
      return true;
    } catch (OAuth2AuthenticationException _) {
      return false;
    }
  }

  @Override
  public void configure(HttpSecurity http) {
    OidcUserService people = new OidcUserService();
    DefaultOAuth2UserService facts = new DefaultOAuth2UserService();
    facts.setRestOperations(rest());
    people.setOauth2UserService(facts);
    http.oauth2Login(login -> login
        .loginPage(LoginPage.ADDRESS)
        .clientRegistrationRepository(provider)
        .authorizedClientRepository(new NoTokens())
        .authorizationEndpoint(begin -> begin.authorizationRequestRepository(pending)
            .authorizationRequestResolver(new BeginLogin(provider, origins)))
        .tokenEndpoint(token -> token.accessTokenResponseClient(codes()))
        .userInfoEndpoint(user -> user.oidcUserService(people))
        .successHandler(this::succeeded)
        .failureHandler(OidcWay::failed));
  }

  /** What the provider said at the login holds for the session: nobody tells us of a change. */
  @Override
  public Optional<Person> current(LoggedIn login) {
    return Optional.of(login.person());
  }

  /** Calls of the provider; also for its keys. */
  static RestTemplate rest() {
    RestTemplate rest = new RestTemplate(timed());
    rest.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
    return rest;
  }

  private static SimpleClientHttpRequestFactory timed() {
    SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
    factory.setConnectTimeout(PATIENCE);
    factory.setReadTimeout(PATIENCE);
    return factory;
  }

  private static RestClientAuthorizationCodeTokenResponseClient codes() {
    RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(RestClient.builder().requestFactory(timed())
        .configureMessageConverters(converters -> converters.addCustomConverter(new FormHttpMessageConverter())
            .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
        .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler()).build());
    return client;
  }

  /** In place of all that the provider said, the session holds the person. */
  private void succeeded(HttpServletRequest request, HttpServletResponse response, Authentication who) {
    Optional<Person> person = who.getPrincipal() instanceof OidcUser user ? person(user) : Optional.empty();
    if (person.isEmpty()) {
      Optional.ofNullable(request.getSession(false)).ifPresent(jakarta.servlet.http.HttpSession::invalidate);
      SecurityContextHolder.clearContext();
      LoginLog.failed(request.getRemoteAddr(), Problem.PROVIDER_REFUSED,
          "the provider names nobody: preferred_username and sub are missing");
      LoginRequired.redirect(response, LoginRequired.failed(Problem.PROVIDER_REFUSED, to(request)));
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
        new LoggedIn(person.get(), ids.get(), clock.instant(), ""), null, List.of()));
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    LoginLog.loggedIn(person.get().name(), request.getRemoteAddr());
    LoginRequired.redirect(response, to(request));
  }

  private static void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException why) {
    boolean isDown = why instanceof OAuth2AuthenticationException oauth
        && oauth.getError().getErrorCode().equals(Provider.UNUSABLE);
    Problem problem = isDown ? Problem.PROVIDER_DOWN : Problem.PROVIDER_REFUSED;
    LoginLog.failed(request.getRemoteAddr(), problem, String.valueOf(why.getMessage()));
    LoginRequired.redirect(response, LoginRequired.failed(problem, to(request)));
  }

  private static String to(HttpServletRequest request) {
    return request.getAttribute(PendingLogins.TO) instanceof String to ? to : ReturnAddress.START;
  }

  private Optional<Person> person(OidcUser user) {
    String preferred = user.getPreferredUsername();
    String name = preferred == null || preferred.isBlank() ? user.getSubject() : preferred;
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    Set<String> groups = new TreeSet<>();
    Object claim = IdTokens.claim(user, groupsClaim).orElse(List.of());
    for (Object group : claim instanceof Collection<?> several ? several : List.of(claim)) {
      if (group instanceof String text && !text.isBlank() && groups.size() < MOST_GROUPS) {
        groups.add(text);
      }
    }
    return Optional.of(new Person(name, groups));
  }
}
