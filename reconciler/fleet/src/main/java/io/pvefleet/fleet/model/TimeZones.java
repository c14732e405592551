package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.TreeSet;

/** IANA time zones in documents. */
final class TimeZones {

  private TimeZones() {}

  static Shape.Text shape(String description) {
    return Shape.Text.matching(description, "[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*", "Asia/Seoul", "UTC");
  }

  /** The zone under a key, the default where the key is missing; an unknown zone is an error and gives the default. */
  static ZoneId read(Node.Mapping spec, String key, ZoneId ifMissing, Diagnostics diagnostics) {
    Optional<Node> node = spec.get(key);
    if (node.isEmpty() || !(node.get() instanceof Node.Scalar scalar)) {
      return ifMissing;
    }
    try {
      return ZoneId.of(scalar.text());
    } catch (DateTimeException _) {
      Optional<String> meant = DidYouMean.closest(scalar.text(), new TreeSet<>(ZoneId.getAvailableZoneIds()));
      diagnostics.error(ModelCodes.BAD_TIME, scalar.place(), "spec." + key, scalar.text(),
          "\"" + scalar.text() + "\" is no time zone of the IANA database.",
          meant.map(zone -> "Did you mean \"" + zone + "\"?").orElse("Use a name such as Asia/Seoul."));
      return ifMissing;
    }
  }
}
