package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.HostKind;
import io.pvefleet.fleet.model.Tombstone;
import io.pvefleet.fleet.model.TombstoneKind;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** From documents of tombstones as written to those that can mean nothing but a VM which left Git. */
final class Tombstones {

  private final Kinds kinds;
  private final Names names;
  private final List<ResolvedDocument> guests;
  private final Diagnostics diagnostics;

  /**
   * @param guests all that are declared
   */
  Tombstones(Kinds kinds, Names names, List<ResolvedDocument> guests, Diagnostics diagnostics) {
    this.kinds = kinds;
    this.names = names;
    this.guests = List.copyOf(guests);
    this.diagnostics = diagnostics;
  }

  /** The tombstones without errors, sorted by host and vmid. */
  List<Tombstone> resolve(List<Document> documents) {
    List<Tombstone> tombstones = new ArrayList<>();
    Map<String, Tombstone> first = new HashMap<>();
    for (Document document : documents.stream().filter(Document::isSound).toList()) {
      Tombstone tombstone = TombstoneKind.parse(document.envelope());
      if (names.check(HostKind.NAME, tombstone.host(), place(document, "host"), "spec.host", diagnostics)) {
        Tombstone other = first.putIfAbsent(tombstone.host() + "/" + tombstone.vmid(), tombstone);
        twice(document, tombstone, Optional.ofNullable(other));
        declared(document, tombstone);
        tombstones.add(tombstone);
      }
    }
    return tombstones.stream().sorted(Comparator.comparing(Tombstone::host).thenComparing(Tombstone::vmid)).toList();
  }

  private void twice(Document document, Tombstone tombstone, Optional<Tombstone> other) {
    other.ifPresent(before -> diagnostics.error(ResolveCodes.TWO_TOMBSTONES, place(document, "vmid"), "spec.vmid", "" + tombstone.vmid(),
        "The vmid %d of host \"%s\" has a tombstone already, at %s.".formatted(tombstone.vmid(), tombstone.host(), before.place()),
        "Keep the one that is meant."));
  }

  private void declared(Document document, Tombstone tombstone) {
    for (ResolvedDocument guest : guests) {
      if (!guest.host().equals(tombstone.host())) {
        continue;
      }
      boolean isNamed = guest.envelope().name().equals(tombstone.name());
      boolean isNumbered = vmid(guest) == tombstone.vmid();
      if (isNumbered && isNamed) {
        diagnostics.error(ResolveCodes.TOMBSTONE_OF_DECLARED, place(document, "vmid"), "spec.vmid", "" + tombstone.vmid(),
            "\"%s\" on host \"%s\" is declared, at %s: it cannot be both wanted and gone."
                .formatted(tombstone.name(), tombstone.host(), guest.envelope().place()),
            "Remove the VM's document, or this one.");
      } else if (isNumbered) {
        diagnostics.error(ResolveCodes.TOMBSTONE_MISNAMED, place(document, "name"), "spec.name", tombstone.name(),
            "The vmid %d of host \"%s\" is declared as \"%s\", at %s, and not as \"%s\"."
                .formatted(tombstone.vmid(), tombstone.host(), guest.envelope().name(), guest.envelope().place(), tombstone.name()),
            "Correct the vmid. If the VM is gone and its vmid has a new owner, remove the tombstone.");
      } else if (isNamed) {
        diagnostics.warning(ResolveCodes.TOMBSTONE_OF_NAMESAKE, place(document, "vmid"), "spec.vmid", "" + tombstone.vmid(),
            "\"%s\" on host \"%s\" is declared with vmid %d, at %s, and this tombstone means vmid %d."
                .formatted(tombstone.name(), tombstone.host(), vmid(guest), guest.envelope().place(), tombstone.vmid()),
            "If the VM was given another vmid, all is well; else correct the vmid.");
      }
    }
  }

  private int vmid(ResolvedDocument guest) {
    return Objects.requireNonNull(kinds.guests().get(guest.envelope().kind())).vmid(guest).orElse(0);
  }

  private static Place place(Document document, String key) {
    return document.envelope().spec().get(key).map(Node::place).orElse(document.namePlace());
  }
}
