package io.pvefleet.fleet.model;

import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.util.List;
import java.util.Optional;

/** The kind {@code Tombstone}: consent to the deletion of a VM that left Git. */
public final class TombstoneKind {

  public static final String NAME = "Tombstone";

  /** The vmids that Proxmox accepts. */
  private static final int LOWEST_VMID = 100;

  private static final int HIGHEST_VMID = 999_999_999;

  public static final Shape.Struct SPEC = new Shape.Struct(
      "Consent that a VM which is no longer declared may be deleted; without it a deletion waits for pvefleet approve.", List.of(
      Shape.Field.required("host", DocumentShape.name("Name of the VM's host.", "seoul-001")),
      Shape.Field.required("vmid", new Shape.Whole("Its vmid on that host; no longer declared.", LOWEST_VMID, HIGHEST_VMID)),
      Shape.Field.required("name", DocumentShape.name("Name of the VM that is meant; another one under the vmid stays.", "pos-03")),
      Shape.Field.required("reason", new Shape.Text(
          "Why it may go, for those who ask later.", Optional.empty(), 1, 200, List.of("Counter 3 was given up")))));

  private TombstoneKind() {}

  /** Reads a document whose shape was checked. */
  public static Tombstone parse(Envelope envelope) {
    return new Tombstone(
        envelope.name(),
        envelope.spec().string("host").orElse(""),
        envelope.spec().get("vmid").map(node -> Integer.parseInt(((Node.Scalar) node).text())).orElseThrow(),
        envelope.spec().string("name").orElse(""),
        envelope.spec().string("reason").orElse(""),
        envelope.place());
  }
}
