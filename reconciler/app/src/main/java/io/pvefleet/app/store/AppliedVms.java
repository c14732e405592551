package io.pvefleet.app.store;

import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;

/** What was last applied to each VM: tells Drifted from OutOfSync, and keeps protection in force when the document goes. */
public interface AppliedVms {

  void put(AppliedVm applied);

  void remove(String host, int vmid);

  /** By vmid. */
  SequencedMap<Integer, AppliedVm> of(String host);

  /** By host and vmid. */
  List<AppliedVm> all();

  /**
   * One VM as last brought into line.
   *
   * @param specHash hash of what was declared then; empty for a VM that was adopted and no more
   * @param onRemove name of the constant of {@code Vm.Lifecycle.OnRemove}, as declared then
   * @param isProtected {@code lifecycle.protect} as declared then
   * @param identity as read then
   */
  record AppliedVm(
      VmRef vm, String specHash, String onRemove, boolean isProtected, String revision, Instant at, Identity identity) {

    /** The same with the hash of another declaration; empty where none was brought into line yet. */
    public AppliedVm withSpec(String other) {
      return new AppliedVm(vm, other, onRemove, isProtected, revision, at, identity);
    }
  }
}
