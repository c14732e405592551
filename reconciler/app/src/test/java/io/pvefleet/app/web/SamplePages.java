package io.pvefleet.app.web;

import io.pvefleet.app.alert.SampleAlerts;
import io.pvefleet.app.consoles.SampleConsoles;
import io.pvefleet.app.notify.SampleSinks;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.usage.SampleUsages;
import io.pvefleet.app.view.FleetBoard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The pages over the sample fleet, without a loop: what MockMvc, the browser and a curious eye look at. */
public final class SamplePages {

  /** The pages alone. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(WebConfiguration.class)
  static class App {}

  private SamplePages() {}

  /** Serves the troubled fleet as of {@link SampleFleet#NOW}, where time stands still. */
  public static ConfigurableApplicationContext start(Path folder, int port, int hosts, int vmsPerHost) {
    return start(folder, port, hosts, vmsPerHost, List.of());
  }

  /** @param more beans beside those that the pages need */
  static ConfigurableApplicationContext start(
      Path folder, int port, int hosts, int vmsPerHost, List<ApplicationContextInitializer<ConfigurableApplicationContext>> more) {
    Clock clock = Clock.fixed(SampleFleet.NOW, ZoneOffset.UTC);
    Store store = SqliteStore.open(folder);
    SampleFleet.history(store, clock.instant());
    SampleAlerts.history(store, clock.instant());
    FleetBoard board = SampleFleet.troubled(clock, hosts, vmsPerHost);
    return new SpringApplicationBuilder(App.class)
        .bannerMode(Banner.Mode.OFF)
        .initializers(
            context -> {
              context.getBeanFactory().registerSingleton("board", board);
              context.getBeanFactory().registerSingleton("alerts", SampleAlerts.board(clock.instant()));
              context.getBeanFactory().registerSingleton("usageHistory", SampleUsages.history(board, clock.instant()));
              context.getBeanFactory().registerSingleton("sinks", SampleSinks.board(board, clock.instant()));
              context.getBeanFactory().registerSingleton("installation", SampleFleet.installation(clock.instant()));
              context.getBeanFactory().registerSingleton("timetable", SampleFleet.timetable(clock));
              context.getBeanFactory().registerSingleton("consoles", SampleConsoles.board(clock.instant()));
              ((org.springframework.context.support.GenericApplicationContext) context).registerBean("store", Store.class,
                  () -> store);
            })
        .initializers(more.toArray(ApplicationContextInitializer[]::new))
        .properties(Map.of("server.port", port, "server.address", "127.0.0.1"))
        .run();
  }

  /** {@code port hosts vmsPerHost}: to look at. */
  public static void main(String[] args) throws Exception {
    Path folder = java.nio.file.Files.createTempDirectory("sample");
    Instant began = Instant.now();
    start(folder, Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    System.out.println("ready after " + Duration.between(began, Instant.now()));
  }
}
