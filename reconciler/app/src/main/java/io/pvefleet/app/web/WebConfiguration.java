package io.pvefleet.app.web;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.notify.SinkBoard;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.usage.UsageBook;
import io.pvefleet.app.usage.UsageHistory;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.web.api.ApiConfiguration;
import io.pvefleet.app.web.live.LiveConfiguration;
import io.pvefleet.app.web.live.LiveFeed;
import io.pvefleet.app.web.query.AlertDesk;
import io.pvefleet.app.web.query.Installation;
import io.pvefleet.app.web.query.Operation;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Timetable;
import io.pvefleet.process.page.Assets;
import io.pvefleet.process.page.Preferences;
import io.pvefleet.process.page.SecurityHeaders;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Pages and API. Whoever imports it provides a {@link FleetBoard}, a {@link ConsoleBoard}, a {@link Store}, an
 * {@link Installation}, a {@link Timetable} and the {@code pvefleet.locale} of readers who ask for no language that there is.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  FleetPages.class, HostPages.class, VmListPages.class, VmPages.class, DriftPages.class, HistoryPages.class, OperationPages.class,
  ConsolePages.class, AlertPages.class, ErrorAnswers.class, ApiConfiguration.class, LiveConfiguration.class
})
public class WebConfiguration implements WebMvcConfigurer {
  private final Preferences preferences;

  WebConfiguration(@org.springframework.beans.factory.annotation.Value("${pvefleet.locale:en}") Locale fallback) {
    this.preferences = new Preferences(fallback);
  }

  /** Where nobody is told anything, as in a report. */
  @Bean
  @ConditionalOnMissingBean
  SinkBoard sinkBoard(FleetBoard board) {
    return new SinkBoard(board);
  }

  @Bean
  PageFrame pageFrame(
      FleetBoard board, ConsoleBoard consoles, AlertDesk alerts, LiveFeed live, MessageSource messages, Installation installation) {
    return new PageFrame(board, consoles, alerts, live, messages, installation.web());
  }

  @Bean
  AlertDesk alertDesk(AlertBoard alerts, Store store) {
    return new AlertDesk(alerts, store);
  }

  /** Where nobody collects figures there is what the store keeps. */
  @Bean
  @ConditionalOnMissingBean
  UsageHistory usageHistory(Store store) {
    return new UsageHistory(store.usages(), new UsageBook());
  }

  @Bean
  UsageCharts usageCharts(UsageHistory history) {
    return new UsageCharts(history);
  }

  @Bean
  Past past(Store store) {
    return new Past(store);
  }

  @Bean
  Operation operation(Past past, Installation installation, Timetable timetable) {
    return new Operation(past, installation, timetable);
  }

  @Bean
  LocaleResolver localeResolver() {
    return preferences;
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders() {
    FilterRegistrationBean<SecurityHeaders> filter = new FilterRegistrationBean<>(new SecurityHeaders(new PageHeaders()));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  FilterRegistrationBean<PageTags> pageTags() {
    return new FilterRegistrationBean<>(new PageTags());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    // Of a form, which GitHub sends unless told otherwise, asking for a parameter would eat the body that the signature is of.
    registry.addInterceptor(preferences).excludePathPatterns("/api/**", "/assets/**", "/live", "/actuator/**", "/hooks/**");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler(Assets.PATH + "**")
        .addResourceLocations("classpath:/static/assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable());
  }
}
