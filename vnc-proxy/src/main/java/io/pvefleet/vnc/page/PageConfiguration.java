package io.pvefleet.vnc.page;

import io.pvefleet.process.page.Assets;
import io.pvefleet.process.page.Preferences;
import java.time.Duration;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The pages and their files. Whoever imports it provides {@link io.pvefleet.vnc.catalog.Catalogs}, {@link
 * io.pvefleet.vnc.web.People} and the {@code pvefleet.locale} of readers who ask for no language that there is.
 */
@AutoConfiguration(before = {WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
@Import({ConsolePages.class, ErrorPages.class})
public class PageConfiguration implements WebMvcConfigurer {
  private static final CacheControl FOR_GOOD = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

  private final Preferences preferences;
  private final PageFiles files = PageFiles.ofClassPath();

  PageConfiguration(@Value("${pvefleet.locale:en}") Locale fallback) {
    this.preferences = new Preferences(fallback);
  }

  @Bean
  LocaleResolver localeResolver() {
    return preferences;
  }

  @Bean
  PageFiles pageFiles() {
    return files;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(preferences)
        .excludePathPatterns("/api/**", "/actuator/**", Assets.PATH + "**", PageFiles.VENDOR + "**");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    files(registry, Assets.PATH + "**", "classpath:/static/assets/");
    files(registry, files.path() + "**", PageFiles.LOCATION);
    files(registry, PageFiles.VENDOR + "**", "classpath:/static/vendor/");
  }

  private static void files(ResourceHandlerRegistry registry, String pattern, String location) {
    registry.addResourceHandler(pattern).addResourceLocations(location).setCacheControl(FOR_GOOD);
  }
}
