package io.pvefleet.fleet.model;

import io.pvefleet.fleet.schema.Shape;
import java.util.List;

/** The shape of a whole document: what every kind has around its spec. */
public final class DocumentShape {

  public static final String API_VERSION = "pvefleet/v1";

  /** A DNS name, as Proxmox demands of a VM's name; one rule for all names, so that none has to be remembered. */
  public static final String NAME_PATTERN =
      "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*";

  /** No character that selectors such as {@code -l role=pos,ring!=pilot} use. */
  static final String LABEL_VALUE = "[^ ,=!()]+";

  /** Keys of labels, here and in selectors of documents. */
  static final String LABEL_KEY = "[A-Za-z0-9]([A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?";

  private static final Shape.Struct METADATA = new Shape.Struct("Name and labels of the document.", List.of(
      Shape.Field.required("name", name("Name, unique among documents of its kind; for guests unique on their host.")),
      Shape.Field.optional("labels", new Shape.Dictionary(
          "Free labels to group and select by. The label role (kiosk, pos, server, backup, other) groups the pages.", LABEL_KEY,
          labelValue("Value of the label; quote numbers and true or false.")))));

  private DocumentShape() {}

  /** The whole document of a kind. A spec with nothing required may be left out. */
  public static Shape.Struct of(String kind, Shape.Struct spec) {
    boolean specRequired = spec.fields().stream().anyMatch(Shape.Field::required);
    return new Shape.Struct(spec.description(), List.of(
        Shape.Field.required("apiVersion", Shape.Words.of("Version of this language.", API_VERSION)),
        Shape.Field.required("kind", Shape.Words.of("What the document describes.", kind)),
        Shape.Field.required("metadata", METADATA),
        new Shape.Field("spec", spec, specRequired, false)));
  }

  /** A value that a label may have. */
  static Shape.Text labelValue(String description) {
    return new Shape.Text(description, java.util.Optional.of(LABEL_VALUE), 1, 128, List.of("pos", "pilot"));
  }

  /** A name or a reference to one. */
  public static Shape.Text name(String description, String... examples) {
    return new Shape.Text(description, java.util.Optional.of(NAME_PATTERN), 1, 128, List.of(examples));
  }
}
