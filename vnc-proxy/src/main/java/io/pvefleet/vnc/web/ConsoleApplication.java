package io.pvefleet.vnc.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pvefleet.vnc.audit.SqliteTrail;
import io.pvefleet.vnc.catalog.GitCatalogs;
import io.pvefleet.vnc.session.Sessions;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The Spring application: the server around the sessions, which are there before it. Rooms that bring something to the server, pages
 * and login, name their configuration as Spring Boot finds it, so that this room knows none of them.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WebConfiguration.class)
class ConsoleApplication {

  /** Less than UP and more than DOWN: what restarts a process that is DOWN would end consoles that work. */
  private static final String DEGRADED = "DEGRADED";

  @Bean
  SmartInitializingSingleton consoleMeters(ConsoleMetrics metrics, PrometheusMeterRegistry prometheus, Sessions sessions) {
    return () -> metrics.showIn(prometheus, sessions);
  }

  @Bean
  HealthIndicator auditHealthIndicator(SqliteTrail audit) {
    return () -> health(audit.isHealthy());
  }

  /** Whether Git can be asked; no host is, since a site that is offline is no fault of the proxy. */
  @Bean
  HealthIndicator catalogHealthIndicator(GitCatalogs catalogs) {
    return () -> health(catalogs.status().isCurrent());
  }

  private static Health health(boolean isWell) {
    return isWell ? Health.up().build() : Health.status(DEGRADED).build();
  }
}
