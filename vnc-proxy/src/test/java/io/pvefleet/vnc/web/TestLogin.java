package io.pvefleet.vnc.web;

import io.pvefleet.vnc.access.Person;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Whoever a header names is logged in. */
@Configuration(proxyBeanMethods = false)
class TestLogin {
  static final String USER = "X-Test-User";
  static final String LOGIN = "X-Test-Login";

  @Bean
  @Primary
  People testPeople() {
    return request ->
        Optional.ofNullable(request.getHeader(USER))
            .map(name ->
                new People.Login(new Person(name, Set.of()), Objects.requireNonNullElse(request.getHeader(LOGIN), "")));
  }

  @Bean
  SecurityFilterChain everybody(HttpSecurity http) {
    return http
        .csrf(csrf -> csrf.disable())
        .headers(headers -> headers.disable())
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }
}
