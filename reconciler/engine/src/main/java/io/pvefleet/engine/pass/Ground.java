package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Pools;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Wanted;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Membership;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a new VM or disk stands on: its template and its storages must be on the host. */
final class Ground {

  private Ground() {}

  /** What a VM that is to be made lacks. */
  static Optional<Verdict.Held> missing(Vm vm, HostObservation observed, String node) {
    return template(vm, observed, node)
        .or(() -> storages(vm.options().values(), vm.source(), observed))
        .or(() -> pool(Pools.declared(vm), observed));
  }

  /** What new disks of an existing VM lack. */
  static Optional<Verdict.Held> missingForNewDisks(Vm vm, VmObservation found, HostObservation observed, String node) {
    List<Wanted> added = vm.options().entrySet().stream()
        .filter(option -> !isOn(option, found))
        .map(Map.Entry::getValue)
        .toList();
    return storages(added, Optional.empty(), observed);
  }

  /** What the pool of an existing VM lacks: nothing where the VM is in it already. */
  static Optional<Verdict.Held> missingPool(Vm vm, VmObservation found, HostObservation observed) {
    return switch (found.pool()) {
      case Membership.Unknown() -> Optional.empty();
      case Membership.In(String pool) when Pools.declared(vm).filter(pool::equals).isPresent() -> Optional.empty();
      case Membership.In ignored when !isDeclared(vm) -> Optional.empty();
      case Membership.In ignored -> tooOld(observed).or(() -> pool(Pools.declared(vm), observed));
      case Membership.None() when Pools.declared(vm).isEmpty() -> Optional.empty();
      case Membership.None() -> tooOld(observed).or(() -> pool(Pools.declared(vm), observed));
    };
  }

  private static boolean isDeclared(Vm vm) {
    return vm.options().containsKey(Pools.OPTION);
  }

  /** Before 8.1 another call changed pools, one that cannot move a guest from one to another. */
  private static Optional<Verdict.Held> tooOld(HostObservation observed) {
    return observed.reach() instanceof Reach.Reached(String version, String node) && version.matches("(7|8\\.0)(\\..*)?")
        ? held(("Host \"%s\" runs Proxmox VE %s, and pools of existing VMs are changed from 8.1 on. "
            + "Change it on the host, or leave spec.pool out.")
            .formatted(observed.host(), version))
        : Optional.empty();
  }

  /** Where the host lists no pool at all the token may not see them, and the host itself will judge. */
  private static Optional<Verdict.Held> pool(Optional<String> pool, HostObservation observed) {
    return pool
        .filter(name -> !observed.pools().isEmpty() && !observed.pools().contains(name))
        .flatMap(name -> held(
            ("Host \"%s\" has no pool \"%s\" that the token may see; it has %s. "
                + "Make it on the host (pveum pool add %s), or use one of these.")
                .formatted(observed.host(), name, list(List.copyOf(observed.pools())), name)));
  }

  /** Whether the drive is where it is declared to be; one that is not gets a new volume. */
  private static boolean isOn(Map.Entry<String, Wanted> option, VmObservation found) {
    String seen = found.effective().getOrDefault(option.getKey(), "");
    Optional<String> storage = storage(option.getValue());
    return !seen.isEmpty() && (storage.isEmpty() || seen.startsWith(storage.get() + ":"));
  }

  private static Optional<Verdict.Held> template(Vm vm, HostObservation observed, String node) {
    if (vm.source().isEmpty()) {
      return Optional.empty();
    }
    int vmid = vm.source().get().vmid();
    GuestSummary guest = observed.guests().get(vmid);
    if (guest == null) {
      return held("Host \"%s\" has no template %d that the token may see; %s.".formatted(observed.host(), vmid, templates(observed, node)));
    }
    if (!guest.node().equals(node)) {
      return held("Template %d is on node %s and not on %s; %s.".formatted(vmid, guest.node(), node, templates(observed, node)));
    }
    return guest.template()
        ? Optional.empty()
        : held("%d \"%s\" on host \"%s\" is no template; %s.".formatted(vmid, guest.name(), observed.host(), templates(observed, node)));
  }

  private static String templates(HostObservation observed, String node) {
    List<String> templates = observed.guests().values().stream()
        .filter(guest -> guest.template() && guest.type().equals("qemu") && guest.node().equals(node))
        .map(guest -> guest.vmid() + " " + guest.name())
        .toList();
    return templates.isEmpty() ? "it has none" : "it has " + list(templates);
  }

  /** Where the host lists no storage at all the token may not see them, and the host itself will judge. */
  private static Optional<Verdict.Held> storages(
      Collection<Wanted> wanted, Optional<Vm.Template> source, HostObservation observed) {
    SortedSet<String> used = Stream.concat(
            wanted.stream().flatMap(option -> storage(option).stream()), source.flatMap(Vm.Template::storage).stream())
        .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> storages = observed.storages();
    if (storages.isEmpty()) {
      return Optional.empty();
    }
    return used.stream().flatMap(storage -> problem(storage, observed).stream()).findFirst();
  }

  private static Optional<Verdict.Held> problem(String storage, HostObservation observed) {
    String content = observed.storages().get(storage);
    if (content == null) {
      return held("Host \"%s\" has no storage \"%s\"; it has %s."
          .formatted(observed.host(), storage, list(List.copyOf(observed.storages().keySet()))));
    }
    return Arrays.asList(content.split(",")).contains("images")
        ? Optional.empty()
        : held("Storage \"%s\" of host \"%s\" takes no VM disks; it is for %s.".formatted(storage, observed.host(), content));
  }

  private static Optional<String> storage(Wanted option) {
    return switch (option) {
      case Wanted.Disk disk -> disk.storage().flatMap(Wanted.Property::value);
      case Wanted.CloudInitDrive drive -> Optional.of(drive.storage());
      case Wanted.Absent ignored -> Optional.empty();
      case Wanted.Value ignored -> Optional.empty();
      case Wanted.Properties ignored -> Optional.empty();
      case Wanted.Cdrom ignored -> Optional.empty();
      case Wanted.Tags ignored -> Optional.empty();
      case Wanted.SshKeys ignored -> Optional.empty();
      case Wanted.BootOrder ignored -> Optional.empty();
      case Wanted.Secret ignored -> Optional.empty();
    };
  }

  private static String list(List<String> items) {
    return items.size() < 2 ? String.join("", items)
        : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
  }

  private static Optional<Verdict.Held> held(String detail) {
    return Optional.of(new Verdict.Held(Why.IMPOSSIBLE, detail));
  }
}
