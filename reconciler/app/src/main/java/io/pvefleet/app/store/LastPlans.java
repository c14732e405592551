package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The last plan of each host as JSON, for pages after a restart. It is shown with its age and never applied. */
public interface LastPlans {

  void put(LastPlan plan);

  Optional<LastPlan> of(String host);

  /** By host. */
  List<LastPlan> all();

  /** Forgets every host that is not named. */
  void keepOnly(java.util.Set<String> hosts);

  /**
   * A stored plan.
   *
   * @param observedAt when the answers behind it were read
   */
  record LastPlan(String host, String revision, Instant observedAt, String json) {}
}
