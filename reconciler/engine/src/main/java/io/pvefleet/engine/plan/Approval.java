package io.pvefleet.engine.plan;

import java.time.Instant;

/**
 * A person's word that one change of one VM may happen although something holds it: a limit, or the want of consent to a deletion. It
 * holds for one commit and for the VM as it was seen then, and no longer than until its end.
 *
 * @param vm as it was called then
 * @param revision commit that the approved plan was made from
 * @param digest of the VM's configuration that the approved plan was made from
 * @param by who approved, as the operating system knows them
 */
public record Approval(VmRef vm, String revision, String digest, String by, Instant at, Instant until) {

  /** Whether it is about that VM. */
  public boolean isOf(VmRef other) {
    return vm.host().equals(other.host()) && vm.vmid() == other.vmid();
  }
}
