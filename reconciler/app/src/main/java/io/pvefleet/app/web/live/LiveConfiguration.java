package io.pvefleet.app.web.live;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.view.FleetBoard;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The feed and its streams. Whoever imports it provides the boards; what the store is told comes with {@link LiveNews}, if at all. */
@Configuration(proxyBeanMethods = false)
@Import(LiveStreams.class)
public class LiveConfiguration {

  @Bean(destroyMethod = "close")
  LiveFeed liveFeed(FleetBoard board, ConsoleBoard consoles, ObjectProvider<AlertBoard> alerts, ObjectProvider<LiveNews> told) {
    return new LiveFeed(board, consoles, alerts.getIfAvailable(AlertBoard::new), told.getIfAvailable(LiveNews::new));
  }
}
