package io.pvefleet.engine.law;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges requests by what a host would do with them, and by what the generated document says; shares no code with the planner. A
 * sentence for each thing that is done without consent.
 */
final class Consent {

  /** What a request does to a guest, for the counts. */
  enum Effect {
    HARMLESS,
    RESTARTS,
    DESTROYS
  }

  /** What a judge found. */
  record Finding(Effect effect, List<String> breaches) {}

  private static final Pattern DRIVE = Pattern.compile("(ide|sata|scsi|virtio|efidisk|tpmstate)\\d+");
  private static final Pattern ALLOCATION = Pattern.compile("[^:,]+:\\d+(\\.\\d+)?(,.*)?");

  private final Optional<GeneratedVm> declared;
  private final Optional<GeneratedVm> applied;
  private final boolean isBuried;
  private final boolean isWindowOpen;
  private final VmObservation live;

  /**
   * @param declared in the commit that is planned; empty for a VM that it no longer has
   * @param applied in the last applied commit
   * @param isBuried whether the commit consents to its deletion
   * @param isWindowOpen whether a window is open for it now
   * @param live as the host has it now
   */
  Consent(Optional<GeneratedVm> declared, Optional<GeneratedVm> applied, boolean isBuried, boolean isWindowOpen, VmObservation live) {
    this.declared = declared;
    this.applied = applied;
    this.isBuried = isBuried;
    this.isWindowOpen = isWindowOpen;
    this.live = live;
  }

  Finding judge(PveRequest request) {
    List<String> breaches = new ArrayList<>();
    Effect effect = effect(request, params(request), breaches);
    return new Finding(effect, breaches);
  }

  private Effect effect(PveRequest request, Map<String, String> params, List<String> breaches) {
    String last = request.path().substring(request.path().lastIndexOf('/') + 1);
    if (request.method() == Method.DELETE) {
      return deletes(params, request, breaches);
    }
    for (String never : List.of("skiplock", "force", "revert", "overrule-shutdown")) {
      if (params.containsKey(never)) {
        breaches.add("sends " + never + ": " + request);
      }
    }
    return switch (last) {
      case "start", "resume" -> mayRun(request, breaches);
      case "shutdown", "reboot", "stop" -> goesDown(last, params, request, breaches);
      case "config" -> configures(params, request, breaches);
      case "resize" -> Effect.HARMLESS;
      case "move_disk" -> moves(params, request, breaches);
      default -> {
        breaches.add("does what no document asks for: " + request);
        yield Effect.DESTROYS;
      }
    };
  }

  /** Everything that must come together before a VM goes with its disks. */
  private Effect deletes(Map<String, String> params, PveRequest request, List<String> breaches) {
    boolean isAsked = declared.isEmpty() && isBuried && applied.filter(vm -> vm.onRemove().equals("delete")).isPresent();
    boolean isProtected = applied.filter(GeneratedVm::protect).isPresent() || live.effective().getOrDefault("protection", "0").equals("1");
    boolean isOurs = List.of(live.effective().getOrDefault("tags", "").split(";")).contains("pvefleet")
        && applied.filter(vm -> vm.name().equals(live.effective().getOrDefault("name", ""))).isPresent();
    boolean mayLoseDisks = applied.filter(GeneratedVm::deletesDisks).isPresent();
    if (!isAsked || isProtected || !isOurs || !mayLoseDisks || !live.lock().isEmpty()) {
      breaches.add("deletes a VM: asked %s, protected %s, ours %s, disks %s, lock \"%s\": %s"
          .formatted(isAsked, isProtected, isOurs, mayLoseDisks, live.lock(), request));
    }
    if (!params.getOrDefault("destroy-unreferenced-disks", "").equals("0")) {
      breaches.add("may delete volumes of others: " + request);
    }
    return Effect.DESTROYS;
  }

  private Effect mayRun(PveRequest request, List<String> breaches) {
    boolean wanted = declared.filter(vm -> vm.power().equals("running")).isPresent();
    boolean ranBefore = live.power() == Power.RUNNING && mayRestart();
    if (!wanted && !ranBefore) {
      breaches.add("starts what is not declared to run: " + request);
    }
    return Effect.HARMLESS;
  }

  private Effect goesDown(String how, Map<String, String> params, PveRequest request, List<String> breaches) {
    boolean stopIsDeclared = declared.filter(vm -> vm.power().equals("stopped")).isPresent();
    boolean isRemoval = declared.isEmpty() && applied.filter(vm -> !vm.onRemove().equals("orphan")).isPresent();
    if (!stopIsDeclared && !isRemoval && !mayRestart()) {
      breaches.add("takes a guest down: " + request);
    }
    boolean mayForce = declared.or(() -> applied).filter(GeneratedVm::force).isPresent();
    if ((how.equals("stop") || params.containsKey("forceStop")) && !mayForce) {
      breaches.add("switches a guest off: " + request);
    }
    return Effect.RESTARTS;
  }

  private boolean mayRestart() {
    return declared.filter(vm -> vm.restart().equals("immediate") || vm.restart().equals("window") && isWindowOpen).isPresent();
  }

  private Effect configures(Map<String, String> params, PveRequest request, List<String> breaches) {
    Effect worst = Effect.HARMLESS;
    for (String option : Arrays.asList(params.getOrDefault("delete", "").split(","))) {
      if (DRIVE.matcher(option).matches() && !isRemovable(live.effective().getOrDefault(option, ""))) {
        worst = Effect.DESTROYS;
        mayDetach(option, request, breaches);
      } else if (option.startsWith("unused")) {
        worst = Effect.DESTROYS;
        breaches.add("deletes a volume that this plan did not detach: " + request);
      } else if (option.matches("net\\d+") && declared.filter(vm -> vm.absent().contains(option)).isEmpty()) {
        breaches.add("takes a network card out: " + request);
      }
    }
    for (Map.Entry<String, String> set : params.entrySet()) {
      String before = live.effective().getOrDefault(set.getKey(), "");
      if (DRIVE.matcher(set.getKey()).matches() && !before.isEmpty()) {
        rewritesDrive(set.getKey(), before, set.getValue(), request, breaches);
      } else if (set.getKey().matches("net\\d+") && !before.isEmpty()) {
        worst = max(worst, rewritesCard(before, set.getValue(), request, breaches));
      }
    }
    if (!params.getOrDefault("digest", "").equals(live.digest())) {
      breaches.add("is not bound to what was read: " + request);
    }
    return worst;
  }

  private void mayDetach(String slot, PveRequest request, List<String> breaches) {
    if (declared.filter(vm -> vm.absent().contains(slot)).isEmpty()) {
      breaches.add("takes a disk out that no document gives up: " + request);
    }
    if (declared.filter(GeneratedVm::protect).isPresent() || applied.filter(GeneratedVm::protect).isPresent()) {
      breaches.add("takes a disk out of a protected VM: " + request);
    }
  }

  /** The volume stays: an allocation on a slot that has one would push the old volume out. */
  private static void rewritesDrive(String slot, String before, String after, PveRequest request, List<String> breaches) {
    if (isRemovable(before) && isRemovable(after)) {
      return;
    }
    if (ALLOCATION.matcher(after).matches() || !volume(before).equals(volume(after))) {
      breaches.add("gives " + slot + " another volume than " + volume(before) + ": " + request);
    }
  }

  /** A card with another address or model is taken out and another put in: to the guest that is a cable pulled. */
  private Effect rewritesCard(String before, String after, PveRequest request, List<String> breaches) {
    boolean same = hardware(before).equals(hardware(after));
    boolean isPlugged = Set.of("1", "").contains(live.current().getOrDefault("hotplug", ""))
        || live.current().getOrDefault("hotplug", "").contains("network");
    boolean stopIsDeclared = declared.filter(vm -> vm.power().equals("stopped")).isPresent();
    if (!same && live.power() == Power.RUNNING && isPlugged && !stopIsDeclared && !mayRestart()) {
      breaches.add("replaces the network card of a running guest: " + before + " by " + request);
    }
    return same ? Effect.HARMLESS : Effect.RESTARTS;
  }

  private Effect moves(Map<String, String> params, PveRequest request, List<String> breaches) {
    boolean deletes = params.getOrDefault("delete", "0").equals("1");
    if (deletes && declared.filter(GeneratedVm::deletesDisks).isEmpty()) {
      breaches.add("destroys the volume that it moved: " + request);
    }
    return deletes ? Effect.DESTROYS : Effect.HARMLESS;
  }

  private static boolean isRemovable(String drive) {
    return drive.contains("media=cdrom") || drive.contains("cloudinit");
  }

  private static String volume(String drive) {
    return drive.split(",")[0].replaceFirst("^(file|volume)=", "");
  }

  /** Model, address, queues and MTU; the model is the key of the address in the short form. */
  private static Map<String, String> hardware(String card) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String property : card.split(",")) {
      String[] pair = property.split("=", 2);
      boolean isShort = pair.length == 2 && pair[1].matches("(?i)([0-9a-f]{2}:){5}[0-9a-f]{2}") && !pair[0].equals("macaddr");
      if (isShort) {
        properties.put("model", pair[0]);
        properties.put("macaddr", pair[1].toUpperCase(java.util.Locale.ROOT));
      } else if (pair.length == 2 && List.of("model", "macaddr", "queues", "mtu").contains(pair[0])) {
        properties.put(pair[0], pair[1].toUpperCase(java.util.Locale.ROOT));
      }
    }
    return properties;
  }

  private static Effect max(Effect one, Effect other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Map<String, String> params(PveRequest request) {
    Map<String, String> params = new LinkedHashMap<>();
    request.params().forEach(param -> params.put(param.name(), param.value().shown()));
    return params;
  }
}
