package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.schema.SchemaCodes;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The kind {@code Fleet}: what holds for the whole fleet. */
public final class FleetKind {

  public static final String NAME = "Fleet";

  /** A host needs N+3 requests of 50 to 150 ms; below this a pass would not end before the next begins. */
  static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

  static final Duration LONGEST_INTERVAL = Duration.ofHours(24);

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final FleetSettings.Limits LIMITS = FleetSettings.Limits.DEFAULT;

  public static final Shape.Struct SPEC = new Shape.Struct("Settings of the whole fleet; exactly one document.", List.of(
      Shape.Field.optional("interval", Durations.shape("How often each host is observed, 10s to 24h; default 60s.")),
      Shape.Field.optional("timeZone", TimeZones.shape("Time zone of sites that declare none; default UTC.")),
      Shape.Field.optional("limits", new Shape.Struct(
          "What one commit may do at most; exceeding a limit holds the hosts that contribute to it.", List.of(
          Shape.Field.optional("maxDeletions", new Shape.Whole("VMs that left Git and may be deleted or stopped; default 3.", 0, 10_000)),
          Shape.Field.optional("maxDestructivePercent",
              new Shape.Whole("Share of all VMs that may lose data or a device, deleted ones included; default 5.", 0, 100)),
          Shape.Field.optional("maxHostsLostPercent",
              new Shape.Whole("A commit that drops more of the hosts is refused; default 20.", 0, 100)),
          Shape.Field.optional("maxHostsUnreachablePercent", new Shape.Whole(
              "When more hosts vanish at once, our own network is suspect and nothing is applied; default 50.", 0, 100))))),
      AlertingShape.ofFleet(),
      Shape.Field.optional("notifications", NotificationsShape.SHAPE)));

  private FleetKind() {}

  /** Settings of a fleet that has no document for them. */
  public static FleetSettings defaults() {
    return new FleetSettings("fleet", DEFAULT_INTERVAL, UTC, LIMITS);
  }

  /** Reads a document whose shape was checked. */
  public static FleetSettings parse(Envelope envelope, Diagnostics diagnostics) {
    Node.Mapping spec = envelope.spec();
    Duration interval = spec.string("interval").flatMap(Durations::parse).orElse(DEFAULT_INTERVAL);
    if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      Node node = spec.get("interval").orElse(spec);
      diagnostics.error(SchemaCodes.OUT_OF_RANGE, node.place(), "spec.interval", Durations.format(interval),
          "An interval of " + Durations.format(interval) + " is out of range; 10s to 24h is allowed.",
          "Use a duration of this range, for example 60s.");
    }
    return new FleetSettings(envelope.name(), interval, TimeZones.read(spec, "timeZone", UTC, diagnostics), limits(spec),
        AlertingShape.read(spec, diagnostics), NotificationsParser.parse(spec, diagnostics));
  }

  private static FleetSettings.Limits limits(Node.Mapping spec) {
    Optional<Node> node = spec.get("limits");
    if (node.isEmpty() || !(node.get() instanceof Node.Mapping limits)) {
      return LIMITS;
    }
    return new FleetSettings.Limits(
        number(limits, "maxDeletions", LIMITS.maxDeletions()),
        number(limits, "maxDestructivePercent", LIMITS.maxDestructivePercent()),
        number(limits, "maxHostsLostPercent", LIMITS.maxHostsLostPercent()),
        number(limits, "maxHostsUnreachablePercent", LIMITS.maxHostsUnreachablePercent()));
  }

  private static int number(Node.Mapping limits, String key, int ifMissing) {
    return limits.get(key).map(node -> Integer.parseInt(((Node.Scalar) node).text())).orElse(ifMissing);
  }
}
