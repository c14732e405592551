package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.schema.Shape;
import java.util.List;

/**
 * What the loader must know of a kind that lives on hosts; the engine's kinds implement it. Implementations are pure.
 */
public interface GuestKind {

  /** The kind's name in YAML, for example {@code VirtualMachine}. */
  String name();

  /** Shape of {@code spec}, without {@code host} and {@code profiles}, which the loader adds. */
  Shape.Struct spec();

  /** The identity on its host, for {@code duplicate} checks and sorting: the vmid. Empty where it cannot be read. */
  java.util.OptionalInt vmid(ResolvedDocument document);

  /** What this document claims for itself alone, such as a MAC address or an IP address. */
  List<Claim> claims(ResolvedDocument document);

  /** Everything that the shape cannot say: contradictions between fields. Structure has been checked before. */
  List<Diagnostic> check(ResolvedDocument document);
}
