package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Users of a file, who prove with a password who they are. */
final class UsersWay implements LoginWay {
  private final Users users;
  private final LoginThrottle throttle = new LoginThrottle();
  private final PasswordCheck passwords = new PasswordCheck();
  private final Clock clock;
  private final Supplier<String> ids;

  UsersWay(Users users, Clock clock, Supplier<String> ids) {
    this.users = users;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public String word() {
    return "users";
  }

  @Override
  public SameSite sameSite() {
    return SameSite.STRICT;
  }

  @Override
  public void configure(HttpSecurity http) {
    http.formLogin(form -> form.loginPage(LoginPage.ADDRESS).loginProcessingUrl(LoginPage.ADDRESS)
        .successHandler(UsersWay::succeeded).failureHandler(UsersWay::failed));
  }

  /** Groups as the file has them now; nobody once the user is gone or has another password. */
  @Override
  public Optional<Person> current(LoggedIn login) {
    return users.find(login.person().name()).filter(user -> proof(user).equals(login.proof())).map(LocalUser::person);
  }

  /** @throws AuthenticationException for who is not let in */
  Authentication authenticate(Authentication claimed) {
    String name = claimed.getName();
    String from =
        claimed.getDetails() instanceof WebAuthenticationDetails details ? String.valueOf(details.getRemoteAddress()) : "";
    Duration wait = throttle.attempt(name, from, clock.instant());
    Optional<LocalUser> user = users.find(name);
    String known = user.map(u -> u.person().name()).orElse("");
    if (wait.isPositive()) {
      LoginLog.failed(known, from, Problem.TOO_MANY);
      throw new LockedException("too many failures");
    }
    PasswordCheck.Answer answer =
        passwords.check(user, claimed.getCredentials() instanceof String password ? password : "", users.highestCost());
    return switch (answer) {
      case RIGHT -> {
        throttle.succeeded(name, from);
        LoginLog.loggedIn(name, from);
        LocalUser right = user.orElseThrow();
        LoggedIn login = new LoggedIn(right.person(), ids.get(), clock.instant(), proof(right));
        yield UsernamePasswordAuthenticationToken.authenticated(login, null, List.of());
      }
      case WRONG -> {
        LoginLog.failed(known, from, Problem.WRONG);
        throw new BadCredentialsException("wrong");
      }
      case BUSY -> {
        throttle.withdrawn(name, from);
        LoginLog.failed(known, from, Problem.TOO_MANY);
        throw new LockedException("busy");
      }
    };
  }

  private static void succeeded(HttpServletRequest request, HttpServletResponse response, Authentication who) {
    LoginRequired.redirect(response, ReturnAddress.safe(request.getParameter("to")));
  }

  private static void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException why) {
    LoginRequired.redirect(response,
        LoginRequired.failed(why instanceof LockedException ? Problem.TOO_MANY : Problem.WRONG, request.getParameter("to")));
  }

  /** A session holds a digest, so that the hash stays in its file. */
  private static String proof(LocalUser user) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(user.hash().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

}
