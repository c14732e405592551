package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.page.PageConfiguration;
import io.pvefleet.vnc.settings.ProxySettings;
import io.pvefleet.vnc.web.People;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The login in front of a page and an API that say who asks, on a port of its own, with a clock that the test turns. */
final class LoginServer implements AutoCloseable {
  private final ServletWebServerApplicationContext context;
  final Turned clock;

  /** A clock that stands until it is turned. */
  static final class Turned extends Clock {
    private volatile Instant now = Instant.parse("2026-11-22T09:00:00Z");

    void forward(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration(exclude = PageConfiguration.class)
  @Import(Probe.class)
  static class App {}

  @RestController
  static class Probe {
    private final People people;

    Probe(People people) {
      this.people = people;
    }

    @GetMapping({"/", "/console/{id}", "/api/who", "/api/vnc/audit", "/api/vnc/socket/{id}", "/assets/x.css"})
    String who(HttpServletRequest request) {
      return people.of(request)
          .map(login -> login.person().name() + " " + new TreeSet<>(login.person().groups()) + " " + login.id().length() + " from "
              + request.getRemoteAddr())
          .orElse("nobody");
    }

    @DeleteMapping("/api/thing")
    String delete(HttpServletRequest request) {
      return "deleted by " + people.of(request).map(People.Login::person).map(Person::name).orElse("nobody");
    }
  }

  private LoginServer(ServletWebServerApplicationContext context, Turned clock) {
    this.context = context;
    this.clock = clock;
  }

  static LoginServer start(ProxySettings settings) {
    Turned clock = new Turned();
    return new LoginServer((ServletWebServerApplicationContext) new SpringApplicationBuilder(App.class)
        .web(WebApplicationType.SERVLET).registerShutdownHook(false).bannerMode(org.springframework.boot.Banner.Mode.OFF)
        .properties(Map.of("spring.config.name", "console-proxy", "server.address", "127.0.0.1", "server.port", "0"))
        .initializers(made -> {
          ((GenericApplicationContext) made).registerBean(ProxySettings.class, () -> settings);
          ((GenericApplicationContext) made).registerBean(Clock.class, () -> clock);
        })
        .run(), clock);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  Browser browser() {
    return new Browser(address());
  }

  @Override
  public void close() {
    context.close();
  }

  /** A browser without scripts: keeps cookies and follows nothing by itself. */
  static final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private final URI address;
    final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

    Browser(URI address) {
      this.address = address;
    }

    HttpResponse<String> get(String path, String... headers) {
      HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).header("Accept", "text/html");
      if (headers.length > 0) {
        request.headers(headers);
      }
      return send(request);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
      try {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
      String body = form.entrySet().stream().map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
          .collect(Collectors.joining("&"));
      HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
          .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return send(request);
    }

    /** What stands in the form's hidden field. */
    String token(String page) {
      Matcher matcher = TOKEN.matcher(page);
      if (!matcher.find()) {
        throw new AssertionError("no token in " + page);
      }
      return matcher.group(1);
    }

    HttpResponse<String> login(String user, String password, String to) {
      String token = token(get("/login").body());
      return post("/login", Map.of("username", user, "password", password, "to", to, "_csrf", token));
    }
  }

  static String location(HttpResponse<?> response) {
    return response.headers().firstValue("Location").orElse("none");
  }
}
