package io.pvefleet.vnc.session;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.catalog.Catalog;
import java.util.Optional;

/** What one catalog lets people do. */
record Rights(Catalog catalog) {

  /** @throws ConsoleRefused for a host that the fleet does not have */
  Host host(String name) {
    if (catalog.revision().isEmpty()) {
      throw new ConsoleRefused(Refusal.NOT_READY, "");
    }
    return catalog.host(name).orElseThrow(() -> new ConsoleRefused(Refusal.GUEST_GONE, "host", name));
  }

  Guest guest(String host, int vmid) {
    return catalog.guest(host, vmid).orElseThrow(() -> new ConsoleRefused(Refusal.GUEST_GONE, "host", host));
  }

  /** @throws ConsoleRefused where no rule allows that */
  void require(Person who, Guest what, Verb verb) {
    if (catalog.rules().isEmpty()) {
      throw new ConsoleRefused(Refusal.NO_POLICY, "");
    }
    if (!may(who, what, verb)) {
      throw new ConsoleRefused(
          Refusal.FORBIDDEN, verb == Verb.CONSOLE && may(who, what, Verb.VIEW) ? "viewOnly" : "", what.host() + "/" + what.vmid());
    }
  }

  boolean may(Person who, Guest what, Verb verb) {
    return catalog.rules().allows(who, what, verb);
  }

  /** Why a session that was allowed once may not go on; empty where it may. */
  Optional<CloseReason> against(Person who, Guest what, Verb verb) {
    Optional<Guest> now = catalog.guest(what.host(), what.vmid());
    if (now.isEmpty()) {
      return Optional.of(CloseReason.GUEST_GONE);
    }
    if (may(who, now.get(), verb)) {
      return Optional.empty();
    }
    return Optional.of(may(who, now.get(), Verb.VIEW) ? CloseReason.RIGHT_REDUCED : CloseReason.FORBIDDEN);
  }
}
