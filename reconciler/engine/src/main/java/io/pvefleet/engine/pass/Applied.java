package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Vm;

/**
 * What was last applied to a VM, as the store remembers it. It tells a change in Git from one on the host, and keeps the
 * protection of a document that was removed.
 *
 * @param specHash of the document, see {@link Vm#specHash}
 * @param revision commit of the document
 */
public record Applied(String specHash, Vm.Lifecycle.OnRemove onRemove, boolean protect, String revision) {

  /** What a store keeps once this VM was brought or found in line. */
  public static Applied of(Vm vm, String revision) {
    return new Applied(vm.specHash(), vm.lifecycle().onRemove(), vm.lifecycle().protect(), revision);
  }
}
