package io.pvefleet.app.web.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** All endpoints below {@code /api}. Whoever imports it provides the boards and the past that they ask. */
@Configuration(proxyBeanMethods = false)
@Import({
  Api.class, CsvApi.class, HealthApi.class, PageLinks.class, OperationApi.class, AlertApi.class, UsageApi.class, SinkApi.class
})
public class ApiConfiguration implements WebMvcConfigurer {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new KnownParams()).addPathPatterns("/api/**");
  }
}
