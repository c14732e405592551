package io.pvefleet.app.web.api;

import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.web.query.Params;
import io.pvefleet.app.web.query.Queries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whether a host is well, for tools that watch. Most of them judge by the status alone: 200 where the host answered within two
 * intervals, 503 where it did not. Those that read the body ask with {@code status=200} and always get that.
 */
@RestController
final class HealthApi {
  private final FleetBoard board;

  HealthApi(FleetBoard board) {
    this.board = board;
  }

  /**
   * @param healthy that it answered, and lately; of a host in maintenance, too
   * @param ageSeconds since it last answered; empty where it never did
   * @param freshSeconds up to which age its facts are believed: two intervals
   * @param maintenanceUntil end of the maintenance in force; empty where there is none
   */
  record Health(
      String host, boolean healthy, String state, Optional<Instant> since, Optional<Instant> seenAt, Optional<Long> ageSeconds,
      long freshSeconds, String fault, String faultCode, Optional<Instant> maintenanceUntil, int declared, int differing,
      Map<String, Integer> vmsByState) {
    static Health of(HostRow row, FleetView view) {
      return new Health(
          row.name(), row.isFresh(), row.state().word(), row.since(), row.seenAt(),
          row.seenAt().map(at -> Math.max(0, Duration.between(at, view.now()).toSeconds())),
          view.settings().interval().multipliedBy(2).toSeconds(), row.fault(), row.faultCode(),
          row.host().maintenance().map(m -> m.until()).filter(until -> view.now().isBefore(until)), row.declared(),
          row.differing(), HostModel.words(row.counts()));
    }
  }

  @GetMapping("/api/v1/hosts/{host}/health")
  ResponseEntity<Health> health(@PathVariable String host, @RequestParam Map<String, String> given) {
    Params params = new Params(given);
    boolean always = !params.word("status", List.of("200")).isEmpty();
    params.check();
    FleetView view = board.view();
    Health health = Health.of(Queries.host(view, host), view);
    return ResponseEntity.status(health.healthy() || always ? 200 : 503).body(health);
  }
}
