package io.pvefleet.app.view;

import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Orders of VMs: each is total, and in each what says nothing stands last. */
final class VmOrder {
  static final List<String> SORTS =
      List.of("state", "name", "host", "vmid", "site", "role", "power", "since", "checked", "differences", "detail", "address",
          "cpu", "memory");

  private static final Comparator<VmRow> BY_REF = Comparator.comparing(VmRow::ref);
  private static final Comparator<VmRow> BY_STATE =
      Comparator.<VmRow>comparingInt(v -> Urgency.of(v.state())).thenComparing(BY_REF);

  private static final Map<String, Comparator<VmRow>> ORDERS =
      Map.ofEntries(
          Map.entry("state", BY_STATE),
          Map.entry("name", Comparator.<VmRow, String>comparing(v -> v.ref().name()).thenComparing(BY_REF)),
          Map.entry("host", BY_REF),
          Map.entry("vmid", Comparator.<VmRow>comparingInt(v -> v.ref().vmid()).thenComparing(BY_REF)),
          Map.entry("site", Comparator.comparing(VmRow::siteName).thenComparing(VmRow::site).thenComparing(BY_REF)),
          Map.entry("role", Comparator.<VmRow>comparingInt(v -> VmRow.ROLES.indexOf(v.role())).thenComparing(BY_REF)),
          Map.entry("power", Comparator.comparing(VmRow::powerNow).thenComparing(BY_REF)),
          Map.entry("since", Comparator.<VmRow, Instant>comparing(v -> v.since().orElse(Instant.MAX)).thenComparing(BY_REF)),
          Map.entry("checked", Comparator.<VmRow, Instant>comparing(v -> v.checkedAt().orElse(Instant.MIN)).thenComparing(BY_REF)),
          Map.entry("differences", Comparator.<VmRow>comparingInt(v -> -v.differences()).thenComparing(BY_REF)),
          Map.entry("detail", Comparator.<VmRow, Boolean>comparing(v -> v.heldWhy().isEmpty() && v.detail().isEmpty())
              .thenComparing(VmRow::heldWhy).thenComparing(VmRow::detail).thenComparing(BY_REF)),
          Map.entry("address", Comparator.<VmRow, Boolean>comparing(v -> v.addresses().isEmpty())
              .thenComparing(v -> v.addresses().isEmpty() ? "" : v.addresses().getFirst()).thenComparing(BY_REF)),
          Map.entry("cpu", Comparator.<VmRow>comparingDouble(v -> -v.load().map(GuestLoad::cpu).orElse(-1.0)).thenComparing(BY_REF)),
          Map.entry("memory", Comparator.<VmRow>comparingDouble(v -> -v.load().map(GuestLoad::memory).orElse(-1L)).thenComparing(BY_REF)));

  private VmOrder() {}

  /** That order; by state where there is none of that name. */
  static Comparator<VmRow> of(String sort) {
    return ORDERS.getOrDefault(sort, BY_STATE);
  }
}
