package io.pvefleet.vnc.web;

import io.pvefleet.process.page.SecurityHeaders;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.vnc.audit.AuditTrail;
import io.pvefleet.vnc.catalog.Catalogs;
import io.pvefleet.vnc.session.Sessions;
import io.pvefleet.vnc.settings.ProxySettings;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * API, WebSocket endpoint and headers. Whoever imports it provides {@link ProxySettings}, {@link Secrets}, {@link Sessions},
 * {@link Catalogs}, {@link AuditTrail}, a relay's ticker, {@link People} and the resolver of readers' languages.
 */
@Configuration(proxyBeanMethods = false)
@Import({ConsoleApi.class, AuditApi.class, OpenApi.class, Problems.class, SocketConfiguration.class})
public class WebConfiguration {

  @Bean
  Callers callers(People people) {
    return new Callers(people);
  }

  @Bean
  Origins origins(ProxySettings settings, Environment environment) {
    return new Origins(settings, () -> environment.getRequiredProperty("local.server.port", Integer.class));
  }

  @Bean
  WebMvcConfigurer ownPagesOnly(Origins origins) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new OwnPagesOnly(origins)).addPathPatterns("/api/**");
      }
    };
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders() {
    FilterRegistrationBean<SecurityHeaders> filter = new FilterRegistrationBean<>(new SecurityHeaders(new ConsoleHeaders()));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }
}
