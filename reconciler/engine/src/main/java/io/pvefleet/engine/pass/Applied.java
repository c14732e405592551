package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.Identity;

/**
 * What was last applied to a VM, as the store remembers it. It tells a change in Git from one on the host, and it is the last word
 * of a document that was removed: what is to become of the VM, what protects it, and how it may be shut down.
 *
 * @param name that the document gave the VM
 * @param specHash of the document, see {@link Vm#specHash}
 * @param revision commit of the document
 * @param identity as read when it was applied or adopted; none where a store of an older pvefleet remembers it
 */
public record Applied(
    String name, String specHash, Vm.Lifecycle lifecycle, Vm.Restart restart, String revision, Identity identity) {

  /** What a store keeps once this VM was brought or found in line. */
  public static Applied of(Vm vm, String revision) {
    return new Applied(vm.ref().name(), vm.specHash(), vm.lifecycle(), vm.restart(), revision, Identity.NONE);
  }

  /** What follows the removal of the document. */
  public Vm.Lifecycle.OnRemove onRemove() {
    return lifecycle.onRemove();
  }

  /** Whether nothing of the VM may be lost. */
  public boolean protect() {
    return lifecycle.protect();
  }

  /** The same with that identity. */
  public Applied with(Identity read) {
    return new Applied(name, specHash, lifecycle, restart, revision, read);
  }

  /** The same with the hash of another declaration; empty where none was brought into line yet. */
  public Applied withSpec(String other) {
    return new Applied(name, other, lifecycle, restart, revision, identity);
  }
}
