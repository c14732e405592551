package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.vnc.access.AccessRules;
import io.pvefleet.vnc.access.Guest;
import java.util.List;
import java.util.Optional;

/** What the commit in force says. Immutable: a new commit is another catalog. */
public interface Catalog {

  /** Commit id; empty before the first one was read. */
  String revision();

  Optional<Host> host(String name);

  /**
   * The declared guest, or one without name and labels for a vmid of that host that Git does not know; empty for an unknown host.
   */
  Optional<Guest> guest(String host, int vmid);

  /** All declared guests, sorted by site, host and vmid. */
  List<Guest> guests();

  AccessRules rules();
}
