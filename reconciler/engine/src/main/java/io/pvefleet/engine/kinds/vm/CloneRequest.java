package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.observe.Membership;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.pve.wire.PveRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A clone call, and what the clone is expected to look like. Proxmox copies everything of the template but its addresses, its
 * volumes and its name; what is declared besides follows in later requests.
 *
 * @param isFull whether the disks are copied whole; a linked clone can neither be told a storage
 */
record CloneRequest(Vm desired, Vm.Template source, Optional<VmObservation> template, boolean isFull) {

  /** Stands in a prediction where the host will choose. */
  private static final String NEW_MAC = "NEW-MAC";

  private static final String NEW_VOLUME = "NEW-VOLUME";

  static CloneRequest of(Vm desired, Vm.Template source, Optional<VmObservation> template) {
    boolean isElsewhere =
        template.isPresent()
            && source.storage().isPresent()
            && desired.options().entrySet().stream()
                .filter(
                    e ->
                        e.getValue() instanceof Wanted.Disk disk
                            && disk.source() instanceof Wanted.DiskSource.Template)
                .map(
                    e ->
                        Optional.ofNullable(template.get().effective().get(e.getKey()))
                            .flatMap(text -> Drive.parse(text).storage()))
                .anyMatch(storage -> storage.isPresent() && !storage.equals(source.storage()));
    // A linked clone of a VM that is no template is refused.
    boolean isPlainVm = template.isPresent() && !template.get().template();
    return new CloneRequest(desired, source, template, source.full().orElse(isElsewhere || isPlainVm));
  }

  PveRequest request(String node) {
    PveRequest request =
        PveRequest.post("/nodes/" + node + "/qemu/" + source.vmid() + "/clone")
            .with("newid", Integer.toString(desired.ref().vmid()))
            .with("name", desired.ref().name());
    if (description().isPresent()) {
      request = request.with("description", description().get());
    }
    if (Pools.declared(desired).isPresent()) {
      request = request.with(Pools.OPTION, Pools.declared(desired).get());
    }
    if (isFull) {
      request = request.with("full", "1");
    } else if (source.full().isPresent()) {
      request = request.with("full", "0");
    }
    return isFull && source.storage().isPresent() ? request.with("storage", source.storage().get()) : request;
  }

  private Optional<String> description() {
    return desired.options().get("description") instanceof Wanted.Value(var path, var place, String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The clone as the next look is expected to show it, before anything else is written. */
  VmObservation expected() {
    Map<String, String> options = new TreeMap<>();
    template.ifPresent(
        seen ->
            seen.effective()
                .forEach(
                    (option, value) ->
                        copied(option, value).ifPresent(text -> options.put(option, text))));
    if (template.isEmpty()) {
      desired.options().forEach((slot, wanted) -> {
        if (wanted instanceof Wanted.Disk disk && disk.source() instanceof Wanted.DiskSource.Template) {
          // Its size is not known; any that is declared will have to be asked for.
          options.put(slot, disk.storage().flatMap(Wanted.Property::value).orElse("storage") + ":" + NEW_VOLUME + ",size=0");
        }
      });
    }
    options.put("name", desired.ref().name());
    description().ifPresent(text -> options.put("description", text));
    Membership pool = Pools.declared(desired).<Membership>map(Membership.In::new).orElseGet(Membership.None::new);
    return new VmObservation(desired.ref().vmid(), Power.STOPPED, false, "", options, options, Set.of(), "unknown").with(pool);
  }

  private Optional<String> copied(String option, String value) {
    if (option.equals("template") || option.equals("lock") || option.startsWith("unused")) {
      return Optional.empty();
    }
    if (Options.family(option).equals("net")) {
      Map<String, String> card = new LinkedHashMap<>(Nic.parse(value));
      card.put("macaddr", NEW_MAC);
      return Optional.of(Nic.text(card));
    }
    Drive drive = Drive.parse(value);
    if (!Drive.isSlot(option) || drive.isCdrom()) {
      return Optional.of(value);
    }
    String storage = isFull ? source.storage().or(drive::storage).orElse("") : drive.storage().orElse("");
    return Optional.of(drive.holding(storage + ":" + (drive.isCloudInit() ? "cloudinit" : NEW_VOLUME)).text());
  }
}
