package io.pvefleet.app.daemon;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.notify.SinkBoard;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.web.WebConfiguration;
import io.pvefleet.process.secret.Secrets;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.quartz.Scheduler;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The Spring application: the server of pages, hook, metrics and schedule around the loop, which is there before it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WebConfiguration.class)
class DaemonApplication {

  @Bean
  GitHook gitHook(DaemonSettings settings, Secrets secrets, FleetLoop loop) {
    return new GitHook(settings.hookSecretRef(), secrets, loop);
  }

  @Bean
  Schedule schedule(Scheduler scheduler, Clock clock) {
    return new Schedule(scheduler, clock, RandomGenerator.getDefault());
  }

  @Bean
  SmartInitializingSingleton clockwork(Schedule schedule, FleetLoop loop, DaemonSettings settings) {
    return () -> {
      schedule.start(settings.git().poll());
      loop.onFleet(schedule::follow);
      loop.onClockMoved(() -> schedule.anew(settings.git().poll()));
    };
  }

  @Bean
  SmartInitializingSingleton fleetMetrics(PrometheusMeterRegistry registry, FleetBoard board, AlertBoard alerts) {
    String version = Objects.requireNonNullElse(DaemonApplication.class.getPackage().getImplementationVersion(), "development");
    return () -> {
      registry.getPrometheusRegistry().register(new FleetMetrics(board, alerts, version));
      registry.getPrometheusRegistry().register(new UsageMetrics(board));
    };
  }

  @Bean
  SmartInitializingSingleton sinkMetrics(PrometheusMeterRegistry registry, SinkBoard sinks) {
    return () -> registry.getPrometheusRegistry().register(new SinkMetrics(sinks));
  }
}
