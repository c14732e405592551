package io.pvefleet.app.store;

import java.util.List;
import java.util.Set;

/** What was found out of hosts and their VMs beside the passes: for each host one text, whose meaning the writer alone knows. */
public interface Cares {

  /** What is known of one host, with when each of it was found out. */
  record Known(String host, String facts) {}

  /** Writes these in one transaction; each replaces what was there of its host. */
  void put(List<Known> news);

  /** By host. */
  List<Known> all();

  /** Forgets every host that is not named. */
  void keepOnly(Set<String> hosts);
}
