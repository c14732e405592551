package io.pvefleet.app.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is asked about a VM beside the passes.
 *
 * @param addresses IP addresses that its guest agent told, without loopback and link-local ones
 * @param addressesAt when it told them; empty where it never did
 * @param changedBy who made it differ from Git; empty where it does not, or nobody has looked yet
 * @param poweredBy who last started or stopped it; empty where nobody has since this process began
 */
public record VmCare(
    List<String> addresses, Optional<Instant> addressesAt, Optional<ChangedBy> changedBy, Optional<ChangedBy> poweredBy) {

  /** Nothing was asked yet. */
  public static final VmCare NONE = new VmCare(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public VmCare {
    addresses = List.copyOf(addresses);
  }

  VmCare addressed(List<String> newAddresses, Instant at) {
    return new VmCare(newAddresses, Optional.of(at), changedBy, poweredBy);
  }

  VmCare changed(Optional<ChangedBy> by) {
    return new VmCare(addresses, addressesAt, by, poweredBy);
  }

  VmCare powered(ChangedBy by) {
    return new VmCare(addresses, addressesAt, changedBy, Optional.of(by));
  }
}
