package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Finds what only one guest may have and two claim: a vmid on a host, a MAC or IP address in the fleet. */
final class Claims {

  private record Owner(ResolvedDocument document, Place place) {}

  private record Key(String scope, String what, String value) {}

  private final Diagnostics diagnostics;
  private final Map<Key, Owner> owners = new HashMap<>();

  Claims(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void add(GuestKind kind, ResolvedDocument document) {
    OptionalInt vmid = kind.vmid(document);
    if (vmid.isPresent()) {
      Place place = document.spec().get("vmid").map(Node::place).orElse(document.envelope().place());
      Key key = new Key("host " + document.host(), "vmid", "" + vmid.getAsInt());
      Owner first = owners.putIfAbsent(key, new Owner(document, place));
      if (first != null) {
        diagnostics.error(ResolveCodes.DUPLICATE_VMID, place, "spec.vmid", "" + vmid.getAsInt(),
            "\"" + name(first.document()) + "\" has the vmid " + vmid.getAsInt() + " on host \"" + document.host()
                + "\" already, at " + first.place() + ".",
            "Give one of the two another vmid. The vmid is the identity: keep the one of the machine that exists.");
      }
    }
    kind.claims(document).forEach(claim -> add(claim, document));
  }

  private void add(Claim claim, ResolvedDocument document) {
    String scope = switch (claim.scope()) {
      case HOST -> "host " + document.host();
      case FLEET -> "fleet";
    };
    Owner first = owners.putIfAbsent(new Key(scope, claim.what(), claim.value()), new Owner(document, claim.place()));
    if (first != null) {
      diagnostics.error(ResolveCodes.DUPLICATE_CLAIM, claim.place(), claim.yamlPath(), claim.value(),
          "The " + claim.what() + " " + claim.value() + " of \"" + name(document) + "\" belongs to \"" + name(first.document())
              + "\" already, at " + first.place() + ".",
          "Give each its own" + (claim.place().equals(first.place()) ? "; both take it from the same profile." : "."));
    }
  }

  private static String name(ResolvedDocument document) {
    return document.host() + "/" + document.envelope().name();
  }
}
