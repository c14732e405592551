package io.pvefleet.app.view;

import io.pvefleet.engine.plan.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked about a VM beside the passes.
 *
 * @param addresses IP addresses that its guest agent told, without loopback and link-local ones
 * @param addressesAt when it told them; empty where it never did
 * @param changed who made it differ from Git; empty where it does not, or nobody has looked yet
 * @param powered who started or stopped it; empty where nobody has been seen to, or it was started or stopped again since
 */
public record VmCare(
    List<String> addresses, Optional<Instant> addressesAt, Optional<Changed> changed, Optional<Powered> powered) {

  /** Nothing was asked yet. */
  public static final VmCare NONE = new VmCare(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public VmCare {
    addresses = List.copyOf(addresses);
  }

  /**
   * Who made a VM differ.
   *
   * @param what of it that is, as {@link VmRow#liveChanges} has it: nobody is named for what came later
   */
  public record Changed(ChangedBy by, Set<Integer> what) {
    public Changed {
      what = Set.copyOf(what);
    }

    private boolean holdsFor(Change change) {
      Set<Integer> now = LiveChanges.of(change);
      // What could not be read just now is not known to be otherwise.
      return change.head().reason() == Change.Reason.NOT_OBSERVED || !now.isEmpty() && what.containsAll(now);
    }
  }

  /** Who made a VM run, or not. */
  public record Powered(ChangedBy by, Power power) {
    private boolean holdsFor(HostPass.Guest guest) {
      Power now = Power.of(guest.power());
      return now == Power.UNKNOWN || now == power;
    }
  }

  VmCare addressed(List<String> newAddresses, Instant at) {
    return new VmCare(newAddresses, Optional.of(at), changed, powered);
  }

  VmCare changed(ChangedBy by, Set<Integer> what) {
    return new VmCare(addresses, addressesAt, Optional.of(new Changed(by, what)), powered);
  }

  VmCare powered(Power power, ChangedBy by) {
    return new VmCare(addresses, addressesAt, changed, Optional.of(new Powered(by, power)));
  }

  /** What still holds after a pass: of what is otherwise now, somebody else may have been the author. */
  VmCare after(Optional<Change> change, Optional<HostPass.Guest> guest) {
    return new VmCare(
        addresses, addressesAt, changed.filter(one -> change.filter(one::holdsFor).isPresent()),
        powered.filter(one -> guest.isEmpty() || one.holdsFor(guest.get())));
  }
}
