package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.fleet.resolve.ResolvedDocument;

/** The kind VirtualMachine. */
public final class VmKind {

  /** A VirtualMachine whose structure has been checked. */
  public static Parsed<Vm> parse(ResolvedDocument document) {
    return VmParser.parse(document);
  }
}
