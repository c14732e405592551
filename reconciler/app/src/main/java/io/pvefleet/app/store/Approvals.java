package io.pvefleet.app.store;

import io.pvefleet.engine.plan.Approval;
import java.util.List;

/** What persons let through although a limit or the want of consent holds it; at most one for each VM. */
public interface Approvals {

  /** Takes the place of an earlier one for the same VM. */
  void put(Approval approval);

  /** True where there was one. */
  boolean remove(String host, int vmid);

  /** By host and vmid, those that have ended included. */
  List<Approval> all();
}
