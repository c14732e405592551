package io.pvefleet.app.store;

import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.pass.Applied;
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
   * @param what was applied then; the hash is empty for a VM that was adopted and no more
   */
  record AppliedVm(VmRef vm, Applied what, Instant at) {

    /** The same with another identity. */
    public AppliedVm with(Identity other) {
      return new AppliedVm(vm, what.with(other), at);
    }

    /** The same with the hash of another declaration; empty where none was brought into line yet. */
    public AppliedVm withSpec(String other) {
      return new AppliedVm(vm, what.withSpec(other), at);
    }
  }
}
