package io.pvefleet.fleet.model;

import io.pvefleet.fleet.yaml.Place;
import java.time.ZoneId;
import java.util.Map;

/**
 * A place with hosts: a pharmacy, a branch.
 *
 * @param name unique; also its folder under {@code sites/}
 * @param displayName for people; the name where none is declared
 * @param openingHours as written, for example {@code Mon-Sat 09:00-21:00}; empty where not declared
 * @param alerting when alerts are raised about its hosts and VMs, where that is otherwise than in the fleet
 */
public record Site(
    String name, String displayName, ZoneId timeZone, String openingHours, Map<String, String> labels, Alerting alerting,
    Place place) {
  public Site {
    labels = Map.copyOf(labels);
  }

  /** A site that says nothing of alerts. */
  public Site(
      String name, String displayName, ZoneId timeZone, String openingHours, Map<String, String> labels, Place place) {
    this(name, displayName, timeZone, openingHours, labels, Alerting.NONE, place);
  }
}
