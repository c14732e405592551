package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The last plan of each host as JSON, for pages after a restart. It is shown with its age and never applied. */
public interface LastPlans {

  /** Of a look that the host answered. */
  void put(LastPlan plan);

  /** Of a look that it did not answer: what it last answered stays beside it. */
  void putSilent(LastPlan plan);

  Optional<LastPlan> of(String host);

  /** By host. */
  List<LastPlan> all();

  /** For hosts whose last plan is of a look that they did not answer: the JSON of the one before that they did. By host. */
  Map<String, String> answered();

  /** Forgets every host that is not named. */
  void keepOnly(Set<String> hosts);

  /**
   * A stored plan.
   *
   * @param observedAt when the answers behind it were read
   */
  record LastPlan(String host, String revision, Instant observedAt, String json) {}
}
