package io.pvefleet.app.store;

import java.time.Instant;
import java.util.Map;

/** Since when VMs wait for a restart, and for which attributes: what makes the age of a restart outlive the process. */
public interface Waiting {

  /** By vmid, then by path of the attribute. */
  Map<Integer, Map<String, Instant>> of(String host);

  /** What one VM waits for now, which replaces what was known of it; empty where it waits for nothing. */
  void put(String host, int vmid, Map<String, Instant> since);
}
