package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.model.AccessPolicyKind;
import io.pvefleet.fleet.model.DocumentShape;
import io.pvefleet.fleet.model.FleetKind;
import io.pvefleet.fleet.model.HostKind;
import io.pvefleet.fleet.model.SiteKind;
import io.pvefleet.fleet.model.TombstoneKind;
import io.pvefleet.fleet.model.WindowKind;
import io.pvefleet.fleet.schema.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * All kinds that documents may have, with the shape of their documents as written. Immutable.
 *
 * <p>A guest's own document must hold the required keys of its spec, the identity, itself. What is required deeper down may
 * come from a profile, so it is checked after the merge only.
 */
public final class Kinds {

  public static final String PROFILE = "Profile";

  /** Kinds of later versions; a repository that is ahead of the program is no error. */
  private static final Set<String> LATER = Set.of("Schedule");

  private static final Shape.Field PROFILES = Shape.Field.optional("profiles", new Shape.Array(
      "Profiles merged into this document, left to right, before its own spec.",
      DocumentShape.name("Name of a profile.", "base"), 0, true));

  private static final Shape.Field HOST = Shape.Field.optional("host",
      DocumentShape.name("Name of its host; default is the only host of the site in whose folder the document lies.",
          "seoul-001"));

  private final Map<String, GuestKind> guests = new TreeMap<>();
  private final SequencedMap<String, Shape.Struct> specs = new LinkedHashMap<>();
  private final SequencedMap<String, Shape.Struct> documents = new LinkedHashMap<>();

  public Kinds(List<GuestKind> guestKinds) {
    specs.put(FleetKind.NAME, FleetKind.SPEC);
    specs.put(SiteKind.NAME, SiteKind.SPEC);
    specs.put(HostKind.NAME, HostKind.SPEC);
    specs.put(PROFILE, profile(guestKinds));
    specs.put(AccessPolicyKind.NAME, AccessPolicyKind.SPEC);
    specs.put(WindowKind.NAME, WindowKind.SPEC);
    specs.put(TombstoneKind.NAME, TombstoneKind.SPEC);
    for (GuestKind kind : guestKinds) {
      guests.put(kind.name(), kind);
      specs.put(kind.name(), asWritten(kind.spec()));
    }
    specs.forEach((kind, spec) -> documents.put(kind, DocumentShape.of(kind, spec)));
  }

  /** Shapes of whole documents by kind, as written, before any profile is merged: what editors check. */
  public SequencedMap<String, Shape.Struct> documents() {
    return documents;
  }

  /** Shapes of specs by kind, as written. */
  public SequencedMap<String, Shape.Struct> specs() {
    return specs;
  }

  Map<String, GuestKind> guests() {
    return guests;
  }

  static boolean isLater(String kind) {
    return LATER.contains(kind);
  }

  private static Shape.Struct asWritten(Shape.Struct spec) {
    Shape.Struct relaxed = Shape.withNothingRequired(spec);
    List<Shape.Field> fields = new ArrayList<>();
    fields.add(HOST);
    fields.add(PROFILES);
    for (int i = 0; i < spec.fields().size(); i++) {
      Shape.Field field = relaxed.fields().get(i);
      fields.add(new Shape.Field(field.name(), field.shape(), spec.fields().get(i).required(), field.nullable()));
    }
    return new Shape.Struct(spec.description(), fields, spec.isOpen());
  }

  /** What guests share: every field of every guest kind but the identity, which belongs to one document. */
  private static Shape.Struct profile(List<GuestKind> guestKinds) {
    SequencedMap<String, Shape.Field> fields = new LinkedHashMap<>();
    fields.put(PROFILES.name(), PROFILES);
    for (GuestKind kind : guestKinds) {
      Shape.Struct relaxed = Shape.withNothingRequired(kind.spec());
      for (int i = 0; i < relaxed.fields().size(); i++) {
        Shape.Field field = relaxed.fields().get(i);
        if (!kind.spec().fields().get(i).required()) {
          fields.putIfAbsent(field.name(), field);
        }
      }
    }
    return new Shape.Struct("Settings shared by several guests, merged where a document names the profile.",
        List.copyOf(fields.values()), guestKinds.stream().anyMatch(kind -> kind.spec().isOpen()));
  }
}
