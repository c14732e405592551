package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.fleet.resolve.ResolvedDocument;

/** Reads a VirtualMachine whose structure has been checked, and says everything that is wrong with its meaning at once. */
final class VmParser {

  private VmParser() {}

  static Parsed<Vm> parse(ResolvedDocument document) {
    throw new UnsupportedOperationException("not yet: " + document);
  }
}
