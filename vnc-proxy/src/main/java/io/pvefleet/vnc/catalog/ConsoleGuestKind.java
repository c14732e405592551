package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.resolve.Claim;
import io.pvefleet.fleet.resolve.GuestKind;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.util.List;
import java.util.OptionalInt;

/**
 * A virtual machine as far as consoles need it: its vmid. Everything else of its spec is accepted as it is, because a mistake in
 * a disk must not hold up a change of who may look at a screen.
 */
final class ConsoleGuestKind implements GuestKind {
  /** Proxmox gives guests numbers from 100 on and has nine digits for them. */
  private static final Shape VMID = new Shape.Whole("The guest's number on its host.", 100, 999_999_999);

  @Override
  public String name() {
    return "VirtualMachine";
  }

  @Override
  public Shape.Struct spec() {
    return Shape.Struct.open("A virtual machine.", List.of(Shape.Field.required("vmid", VMID)));
  }

  @Override
  public OptionalInt vmid(ResolvedDocument document) {
    return document.spec().get("vmid").orElse(null) instanceof Node.Scalar scalar
        ? OptionalInt.of(Integer.parseInt(scalar.text())) : OptionalInt.empty();
  }

  @Override
  public List<Claim> claims(ResolvedDocument document) {
    return List.of();
  }

  @Override
  public List<Diagnostic> check(ResolvedDocument document) {
    return List.of();
  }
}
