package io.pvefleet.vnc.page;

import io.pvefleet.vnc.access.AccessRules;
import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.catalog.Catalog;
import io.pvefleet.vnc.catalog.Catalogs;
import io.pvefleet.vnc.web.People;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import io.pvefleet.fleet.model.Host;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** The real pages over an API and a socket that do what a test says, every close code and every refusal among it. */
final class FakeProxy implements AutoCloseable {
  static final String POLICY =
      "default-src 'self'; connect-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private final ConfigurableApplicationContext app;

  private FakeProxy(ConfigurableApplicationContext app) {
    this.app = app;
  }

  static FakeProxy start(int sites, int vmsPerSite, int port) {
    return new FakeProxy(
        new SpringApplicationBuilder(Application.class)
            .properties(
                Map.of(
                    "spring.config.name", "console-proxy", "server.port", String.valueOf(port), "server.address", "127.0.0.1",
                    "test.sites", String.valueOf(sites), "test.vms", String.valueOf(vmsPerSite)))
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .run());
  }

  String base() {
    return "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
  }

  FakeConsoles consoles() {
    return app.getBean(FakeConsoles.class);
  }

  @Override
  public void close() {
    app.close();
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @EnableWebSocket
  @Import({PageConfiguration.class, FakeApi.class})
  static class Application {
    @Bean
    Catalogs catalogs(org.springframework.core.env.Environment environment) {
      int sites = environment.getRequiredProperty("test.sites", Integer.class);
      Catalog catalog = new SomeGuests(guests(sites, environment.getRequiredProperty("test.vms", Integer.class)));
      return new Catalogs() {
        @Override
        public Catalog inForce() {
          return catalog;
        }

        @Override
        public void onNew(Consumer<Catalog> listener) {}
      };
    }

    @Bean
    People people() {
      return request -> Optional.of(new People.Login(new Person("kim", Set.of("ops")), "1"));
    }

    @Bean
    FakeConsoles consoles() {
      return new FakeConsoles();
    }

    @Bean
    WebSocketConfigurer sockets(FakeConsoles consoles) {
      return new WebSocketConfigurer() {
        @Override
        public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
          registry.addHandler(consoles, "/api/vnc/socket/*");
        }
      };
    }

    @Bean
    SecurityFilterChain everybody(HttpSecurity http) {
      return http.authorizeHttpRequests(all -> all.anyRequest().permitAll()).csrf(csrf -> csrf.disable())
          .headers(headers -> headers.disable()).build();
    }

    @Bean
    FilterRegistrationBean<jakarta.servlet.Filter> policy() {
      return new FilterRegistrationBean<>((request, response, chain) -> {
        ((HttpServletResponse) response).setHeader("Content-Security-Policy", POLICY);
        ((HttpServletResponse) response).setHeader("Cross-Origin-Opener-Policy", "same-origin");
        chain.doFilter(request, response);
      });
    }
  }

  private static List<Guest> guests(int sites, int vms) {
    List<String> names = List.of("kiosk-01", "pos-01", "pos-02", "server-01", "backup-01");
    return IntStream.range(0, sites * vms)
        .mapToObj(i -> {
          int site = i / vms + 1;
          String name = i % vms < names.size() ? names.get(i % vms) : "pos-%02d".formatted(i % vms);
          return new Guest(
              "seoul-%03d".formatted(site), 101 + i % vms, name, "seoul-%03d".formatted(site), "서울 %d호점".formatted(site),
              ZoneId.of("Asia/Seoul"), Map.of("role", name.substring(0, name.indexOf('-'))), true);
        })
        .toList();
  }

  private record SomeGuests(List<Guest> guests) implements Catalog {
    @Override
    public String revision() {
      return "0123456789abcdef";
    }

    @Override
    public Optional<Host> host(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Guest> guest(String host, int vmid) {
      return guests.stream().filter(guest -> guest.host().equals(host) && guest.vmid() == vmid).findFirst();
    }

    @Override
    public AccessRules rules() {
      // Backups may be watched and not touched.
      return (who, what, verb) -> verb == Verb.VIEW || !what.name().startsWith("backup");
    }
  }
}
