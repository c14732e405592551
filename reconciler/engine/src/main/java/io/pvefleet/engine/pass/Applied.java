package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.Identity;

/**
 * What was last applied to a VM, as the store remembers it. It tells a change in Git from one on the host, and keeps the
 * protection of a document that was removed.
 *
 * @param specHash of the document, see {@link Vm#specHash}
 * @param revision commit of the document
 * @param identity as read when it was applied or adopted; none where a store of an older pvefleet remembers it
 */
public record Applied(String specHash, Vm.Lifecycle.OnRemove onRemove, boolean protect, String revision, Identity identity) {

  /** Of a VM whose identity was not read. */
  public Applied(String specHash, Vm.Lifecycle.OnRemove onRemove, boolean protect, String revision) {
    this(specHash, onRemove, protect, revision, Identity.NONE);
  }

  /** What a store keeps once this VM was brought or found in line. */
  public static Applied of(Vm vm, String revision) {
    return new Applied(vm.specHash(), vm.lifecycle().onRemove(), vm.lifecycle().protect(), revision);
  }

  /** The same with that identity. */
  public Applied with(Identity read) {
    return new Applied(specHash, onRemove, protect, revision, read);
  }
}
