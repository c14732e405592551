package io.pvefleet.vnc.web;

import io.pvefleet.vnc.access.Person;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** API, WebSocket endpoint and headers. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration implements WebMvcConfigurer {

  /** Whoever the server itself has authenticated, without groups, where no login was configured. */
  @Bean
  @ConditionalOnMissingBean
  People people() {
    return request ->
        Optional.ofNullable(request.getUserPrincipal())
            .map(Principal::getName)
            .map(name -> new People.Login(new Person(name, Set.of()), ""));
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders() {
    FilterRegistrationBean<SecurityHeaders> filter = new FilterRegistrationBean<>(new SecurityHeaders());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }
}
