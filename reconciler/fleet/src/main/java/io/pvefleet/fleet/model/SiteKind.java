package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.schema.Shape;
import java.time.ZoneId;
import java.util.List;

/** The kind {@code Site}: a place with hosts. */
public final class SiteKind {

  public static final String NAME = "Site";

  private static final String DAYS = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))?";
  private static final String HOURS = "([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)";
  private static final String SPAN = DAYS + " " + HOURS;

  public static final Shape.Struct SPEC = new Shape.Struct("A place with hosts: a pharmacy, a branch.", List.of(
      Shape.Field.optional("displayName", new Shape.Text("Name for people, in any language; default is the name.",
          java.util.Optional.empty(), 1, 100, List.of("서울 1호점"))),
      Shape.Field.optional("timeZone", TimeZones.shape("Time zone of the site; default is the fleet's.")),
      Shape.Field.optional("openingHours", Shape.Text.matching("When the site is open, in its own time; for people and windows.",
          SPAN + "(, " + SPAN + ")*", "Mon-Sat 09:00-21:00", "Mon-Fri 09:00-19:00, Sat 09:00-14:00")),
      AlertingShape.ofSite()));

  private SiteKind() {}

  /** Reads a document whose shape was checked. */
  public static Site parse(Envelope envelope, ZoneId fleetZone, Diagnostics diagnostics) {
    return new Site(
        envelope.name(),
        envelope.spec().string("displayName").orElse(envelope.name()),
        TimeZones.read(envelope.spec(), "timeZone", fleetZone, diagnostics),
        envelope.spec().string("openingHours").orElse(""),
        envelope.labels(),
        AlertingShape.read(envelope.spec(), diagnostics),
        envelope.place());
  }
}
