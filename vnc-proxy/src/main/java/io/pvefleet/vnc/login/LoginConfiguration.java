package io.pvefleet.vnc.login;

import io.pvefleet.process.page.Preferences;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.vnc.page.PageFiles;
import io.pvefleet.vnc.session.Sessions;
import io.pvefleet.vnc.settings.ProxySettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.boot.web.server.servlet.Session;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.LocaleResolver;

/** Puts the login that the settings choose in front of everything that is not open to all. */
@AutoConfiguration(before = {ServletWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConditionalOnBean(ProxySettings.class)
@EnableWebSecurity
public class LoginConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(LoginConfiguration.class);

  /** A name of its own: browsers share cookies among the ports of an address, and other programs listen there too. */
  private static final String COOKIE = "pvefleet-console";

  /** Browsers take a cookie of this name only with Secure, for all paths and from this very host. */
  private static final String LOCKED = "__Host-";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final SecureRandom random = new SecureRandom();

  @Bean
  LoginWay loginWay(ProxySettings settings, ObjectProvider<Secrets> secrets, ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfAvailable(Clock::systemUTC);
    Supplier<String> ids = this::id;
    return switch (settings.login()) {
      case ProxySettings.Login.Users users -> new UsersWay(Users.open(users.file()), clock, ids);
      case ProxySettings.Login.Oidc oidc -> {
        Origins origins = new Origins(settings.publicUrls());
        Provider provider = new Provider(oidc, secrets.getIfAvailable(LoginConfiguration::secrets), clock);
        PendingLogins pending = new PendingLogins(cookie(settings, "-login"), clock, ids);
        yield new OidcWay(oidc.groupsClaim(), provider, pending, origins, clock, ids);
      }
      case ProxySettings.Login.Header header -> new HeaderWay(new HeaderLogin(header, locales(settings), clock));
    };
  }

  @Bean
  @Primary
  LoginGuard loginGuard(LoginWay way, ObjectProvider<Clock> clocks) {
    return new LoginGuard(way, clocks.getIfAvailable(Clock::systemUTC));
  }

  /** Only the chain below runs the guard; a servlet container would run every filter that is a bean. */
  @Bean
  FilterRegistrationBean<LoginGuard> loginGuardInTheChainAlone(LoginGuard guard) {
    FilterRegistrationBean<LoginGuard> registration = new FilterRegistrationBean<>(guard);
    registration.setEnabled(false);
    return registration;
  }

  /** Before everything that asks for an address. A login by header asks for the reverse proxy's own, and has its own setting. */
  @Bean
  FilterRegistrationBean<ForwardedFilter> forwardedFilter(ProxySettings settings) {
    FilterRegistrationBean<ForwardedFilter> registration =
        new FilterRegistrationBean<>(new ForwardedFilter(TrustedProxies.of(settings.trustedProxies())));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setEnabled(!(settings.login() instanceof ProxySettings.Login.Header));
    return registration;
  }

  /** The only one, and it knows no user but ours: without it a user with a made-up password would be there. */
  @Bean
  AuthenticationProvider loginProvider(LoginWay way) {
    return new Passwords(way instanceof UsersWay users ? Optional.of(users) : Optional.empty());
  }

  @Bean
  JwtDecoderFactory<ClientRegistration> idTokens() {
    return new IdTokens(OidcWay.rest());
  }

  @Bean
  LoginPage loginPage(LoginWay way, LoginGuard guard, ProxySettings settings, ObjectProvider<PageFiles> files) {
    return new LoginPage(way, guard, locales(settings), files.getIfAvailable(PageFiles::ofClassPath));
  }

  @Bean
  ServletListenerRegistrationBean<SessionEnds> sessionEnds(ObjectProvider<Sessions> consoles) {
    return new ServletListenerRegistrationBean<>(new SessionEnds(login -> consoles.ifAvailable(c -> c.logout(login))));
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> loginCookie(LoginWay way, ProxySettings settings) {
    return factory -> {
      Session session = factory.getSettings().getSession();
      // Consoles come back by themselves after a restart, and their browsers' logins have to be known again for that.
      LoginFolder.in(settings.state()).ifPresent(folder -> {
        session.setPersistent(true);
        session.setStoreDir(folder.toFile());
      });
      session.setTimeout(LoginGuard.LONGEST);
      session.setTrackingModes(Set.of(Session.SessionTrackingMode.COOKIE));
      Cookie cookie = session.getCookie();
      cookie.setName(cookie(settings, ""));
      cookie.setPath("/");
      cookie.setHttpOnly(true);
      cookie.setSameSite(way.sameSite());
      if (new Origins(settings.publicUrls()).areAllSecure()) {
        cookie.setSecure(true);
      }
    };
  }

  @Bean
  SecurityFilterChain loginChain(HttpSecurity http, LoginWay way, LoginGuard guard, ProxySettings settings) {
    LocaleResolver locales = locales(settings);
    LoginRequired required = new LoginRequired(locales);
    http.headers(headers -> headers.disable())
        .requestCache(cache -> cache.disable())
        .httpBasic(basic -> basic.disable())
        .csrf(csrf -> csrf.csrfTokenRepository(tokens(settings)).requireCsrfProtectionMatcher(forms()))
        .sessionManagement(session -> session.sessionFixation(fixation -> fixation.changeSessionId()))
        .exceptionHandling(errors -> errors.authenticationEntryPoint(required).accessDeniedHandler(required))
        .logout(logout -> logout.logoutUrl("/logout").deleteCookies(cookie(settings, ""))
            .logoutSuccessHandler(LoginConfiguration::out))
        .authorizeHttpRequests(requests -> requests
            .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR).permitAll()
            .requestMatchers(LoginPage.ADDRESS, "/assets/**", "/vendor/**", "/favicon.ico", "/error").permitAll()
            .requestMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus").permitAll()
            // A handshake without a login is accepted and closed with its own code, which a refused one could not tell the page.
            .requestMatchers("/api/vnc/socket/**").permitAll()
            // A program reads the audit trail with a token, which is compared where the trail is read.
            .requestMatchers(LoginConfiguration::isAuditWithToken).permitAll()
            .anyRequest().authenticated());
    way.configure(http);
    http.addFilterBefore(guard, AnonymousAuthenticationFilter.class);
    return http.build();
  }

  /** As strict as ever, but for names in UTF-8, whose bytes a server takes for control characters of ISO 8859-1. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderValues(value ->
        HeaderLogin.text(value).chars().noneMatch(c -> Character.isISOControl(c) && c != '\t'));
    return firewall;
  }

  /** Pages have the token of the cookie; scripts of ours send a header that no other site can send without being asked back. */
  private static RequestMatcher forms() {
    return request -> !READING.contains(request.getMethod()) && !request.getRequestURI().startsWith("/api/")
        && !"1".equals(request.getHeader("X-Pvefleet"));
  }

  private static boolean isAuditWithToken(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return request.getMethod().equals("GET") && request.getRequestURI().equals("/api/vnc/audit") && authorization != null
        && authorization.startsWith("Bearer ");
  }

  private static CookieCsrfTokenRepository tokens(ProxySettings settings) {
    boolean isSecure = new Origins(settings.publicUrls()).areAllSecure();
    CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName(cookie(settings, "-form"));
    tokens.setCookieCustomizer(cookie -> {
      cookie.httpOnly(true).sameSite("Strict").path("/");
      if (isSecure) {
        cookie.secure(true);
      }
    });
    return tokens;
  }

  private static void out(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who) {
    if (who != null && who.getPrincipal() instanceof LoggedIn login) {
      LoginLog.loggedOut(login.person().name(), request.getRemoteAddr());
    }
    if (request.getHeader("X-Pvefleet") != null) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      LoginRequired.redirect(response, LoginPage.ADDRESS + "?out");
    }
  }

  private static String cookie(ProxySettings settings, String purpose) {
    return (new Origins(settings.publicUrls()).areAllSecure() ? LOCKED : "") + COOKIE + purpose;
  }

  private static Secrets secrets() {
    return new Secrets(System::getenv, warning -> LOG.atWarn().log("{}", warning));
  }

  private static LocaleResolver locales(ProxySettings settings) {
    return new Preferences(settings.locale());
  }

  /** 128 bits, as for everything that must not be guessed. */
  private String id() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Passwords of users; without users, none is ever right. */
  private record Passwords(Optional<UsersWay> users) implements AuthenticationProvider {
    @Override
    public @Nullable Authentication authenticate(Authentication claimed) {
      return users.map(way -> way.authenticate(claimed)).orElse(null);
    }

    @Override
    public boolean supports(Class<?> type) {
      return users.isPresent() && UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
  }
}
