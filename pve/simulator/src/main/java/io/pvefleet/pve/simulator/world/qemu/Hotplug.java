package io.pvefleet.pve.simulator.world.qemu;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Applies pending values to a running machine as far as that can be done; the rest waits for the next cold start. Source:
 * qemu-server {@code vmconfig_hotplug_pending}.
 */
final class Hotplug {

  private static final String BAD_BRIDGE =
      "VM %d qmp command 'netdev_add' failed - network script "
          + "/usr/libexec/qemu-server/pve-bridge-hotplug failed with status 512\n";
  /** Drive options that a running disk cannot change. */
  private static final List<String> COLD_DRIVE =
      List.of("aio", "cache", "discard", "iothread", "product", "queues", "ro", "ssd", "vendor");
  private static final List<String> REPLUG_NET = List.of("model", "macaddr");
  private static final List<String> REPLUG_NET_NUMBERS = List.of("queues", "mtu");

  /** Thrown inside for a change that waits; never leaves this class. */
  private static final class Skip extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Skip() {
      super("waits for a cold start", null, false, false);
    }
  }

  /** One change being tried; gives the value to store. */
  private interface Change {
    String apply();
  }

  private final Work work;
  private final int vmid;
  private final boolean silent;
  private final Draft draft;
  private final Set<String> features;
  private final boolean usb;
  private final Detach detach;
  private final Map<String, String> errors = new TreeMap<>();

  Hotplug(Work work, int vmid) {
    this.work = work;
    this.vmid = vmid;
    this.silent = work.vm(vmid).guest() == SimVm.Guest.SILENT;
    this.draft = work.draft(vmid);
    this.detach = new Detach(work);
    for (String option : List.copyOf(draft.pending.keySet())) {
      if (Options.LIVE.contains(option) || Options.isCloudinit(option)) {
        draft.config.put(option, draft.pending.remove(option));
      }
    }
    this.features = features(draft.config.get("hotplug"));
    String ostype = draft.config.getOrDefault("ostype", "other");
    this.usb = features.contains("usb") && (ostype.equals("l26") || Set.of("win8", "win10", "win11").contains(ostype));
  }

  private static Set<String> features(@Nullable String hotplug) {
    String value = hotplug == null || hotplug.equals("1") ? "network,disk,usb" : hotplug;
    return value.equals("0") ? Set.of() : Set.copyOf(new TreeSet<>(Lists.split(value)));
  }

  /** Tries the options that this request touched; gives the errors by option. */
  Map<String, String> apply(Set<String> selection) {
    new TreeMap<>(draft.deletes).forEach((option, how) -> {
      if (selection.contains(option)) {
        attempt(option, () -> {
          delete(option, how);
          draft.config.remove(option);
          draft.deletes.remove(option);
          return "";
        });
      }
    });
    new TreeMap<>(draft.pending).forEach((option, value) -> {
      if (selection.contains(option)) {
        attempt(option, () -> {
          String stored = change(option, value);
          draft.config.put(option, stored);
          draft.pending.remove(option);
          return stored;
        });
      }
    });
    work.write(draft);
    if (features.contains("cloudinit")) {
      work.write(Cloudinit.written(work.vm(vmid)));
    }
    return errors;
  }

  private void attempt(String option, Change change) {
    try {
      change.apply();
    } catch (Skip e) {
      // Stays pending.
    } catch (Die e) {
      String text = e.nested();
      errors.put(option, "hotplug problem - " + text);
    }
  }

  private static void skipUnless(boolean possible) {
    if (!possible) {
      throw new Skip();
    }
  }

  private void delete(String option, SimVm.Delete how) {
    if (Options.LIVE.contains(option) || Options.isCloudinit(option) || option.equals("cpuunits") || option.equals("cpulimit")) {
      return;
    }
    if (Options.isNet(option)) {
      skipUnless(features.contains("network"));
      unplugAnswered(option);
    } else if (Options.isDrive(option)) {
      skipUnless(features.contains("disk") && !option.matches("(?:efidisk|ide|sata|tpmstate)\\d+"));
      unplug(option);
      detach.deleteOrDetach(draft, option, how);
    } else if (Options.USB.matcher(option).matches()) {
      skipUnless(usb);
    } else {
      switch (option) {
        case "hotplug" -> skipUnless(!hotplugsCores(draft.config.getOrDefault("hotplug", "")));
        case "tablet" -> skipUnless(features.contains("usb"));
        case "vcpus" -> {
          skipUnless(features.contains("cpu"));
          setVcpus("");
        }
        case "balloon" -> skipUnless(!"0".equals(draft.config.get("balloon")));
        case "memory" -> {
          skipUnless(features.contains("memory"));
          Memory.replug(draft.config.getOrDefault("memory", "512"), "512");
        }
        default -> throw new Skip();
      }
    }
  }

  private String change(String option, String value) {
    if (Options.isNet(option)) {
      return changeNet(option, value);
    }
    if (Options.isDrive(option)) {
      skipUnless(!option.equals("efidisk0") && !option.equals("tpmstate0"));
      return changeDrive(option, value);
    }
    if (Options.USB.matcher(option).matches()) {
      skipUnless(usb);
      return value;
    }
    return switch (option) {
      case "hotplug" -> {
        String old = draft.config.getOrDefault("hotplug", "");
        skipUnless(!hotplugsCores(value) && !hotplugsCores(old));
        yield value;
      }
      case "tablet" -> {
        skipUnless(features.contains("usb"));
        yield value;
      }
      case "vcpus" -> {
        skipUnless(features.contains("cpu"));
        yield setVcpus(value);
      }
      case "agent" -> {
        skipUnless(draft.config.containsKey("agent") && agent(value).equals(agent(draft.config.get("agent"))));
        yield value;
      }
      case "memory" -> {
        skipUnless(features.contains("memory"));
        yield Memory.replug(draft.config.getOrDefault("memory", "512"), value);
      }
      case "balloon" -> {
        skipUnless("0".equals(draft.config.get("balloon")) == value.equals("0"));
        yield value;
      }
      case "cpuunits", "cpulimit" -> value;
      default -> throw new Skip();
    };
  }

  private static boolean hotplugsCores(String hotplug) {
    return hotplug.contains("cpu") || hotplug.contains("memory");
  }

  /** What counts of the agent option: nothing when it is off, everything but the trim after clones when it is on. */
  private static Map<String, String> agent(@Nullable String value) {
    if (value == null) {
      return Map.of();
    }
    try {
      Map<String, String> parsed = new TreeMap<>(PropertyFormat.named("agent").orElseThrow().parse("agent", value));
      parsed.remove("fstrim_cloned_disks");
      return "1".equals(parsed.get("enabled")) ? parsed : Map.of();
    } catch (Die e) {
      return Map.of();
    }
  }

  private String setVcpus(String wanted) {
    long most = number("sockets", 1) * number("cores", 1);
    long next = wanted.isEmpty() || wanted.equals("0") ? most : Memory.number(wanted);
    if (next > most) {
      throw Die.of("you can't add more vcpus than maxcpus");
    }
    long current = number("vcpus", most);
    if (next < current) {
      throw Die.parameter("vcpus", "error unplugging cpu" + current);
    }
    return wanted;
  }

  private long number(String option, long otherwise) {
    return draft.get(option).map(Memory::number).orElse(otherwise);
  }

  private String changeNet(String option, String value) {
    Nic next = Nic.parse(option, value, work.context.random());
    boolean plugs = features.contains("network");
    Optional<Nic> old = draft.get(option).map(text -> Nic.parse(option, text, work.context.random()));
    if (old.isPresent()) {
      Nic before = old.orElseThrow();
      boolean replaces = REPLUG_NET.stream().anyMatch(key -> !before.get(key).equals(next.get(key)))
          || REPLUG_NET_NUMBERS.stream().anyMatch(key -> differs(before.get(key), next.get(key)))
          || before.get("bridge").isEmpty() || next.get("bridge").isEmpty();
      if (!replaces) {
        checkBridge(next, "can't add interface to bridge '%s' - bridge does not exist\n");
        return value;
      }
      skipUnless(plugs);
      unplugAnswered(option);
    }
    skipUnless(plugs);
    checkBridge(next, BAD_BRIDGE.formatted(vmid));
    return value;
  }

  private static boolean differs(Optional<String> one, Optional<String> other) {
    return one.map(Memory::number).orElse(0L).longValue() != other.map(Memory::number).orElse(0L);
  }

  private void checkBridge(Nic nic, String error) {
    nic.get("bridge").filter(bridge -> !work.context.bridges().contains(bridge)).ifPresent(bridge -> {
      throw Die.of(error.replace("%s", bridge).strip());
    });
  }

  private String changeDrive(String slot, String value) {
    Drive next = Drive.of(slot, value);
    String before = draft.config.get(slot);
    if (before != null) {
      Drive old = Drive.of(slot, before);
      if (old.isCdrom() != next.isCdrom()) {
        throw Die.of("unable to change media type");
      }
      if (old.isCdrom()) {
        if (old.isCloudinit() && !next.file().equals(old.file())) {
          detach.register(draft, old);
        }
        return value;
      }
      if (next.file().equals(old.file())) {
        skipUnless(COLD_DRIVE.stream().allMatch(key -> Objects.equals(old.get(key), next.get(key))));
        return value;
      }
      skipUnless(features.contains("disk"));
      unplug(slot);
      detach.register(draft, old);
    }
    skipUnless(features.contains("disk") && !slot.matches("(?:ide|sata)\\d+"));
    return value;
  }

  private void unplug(String slot) {
    if (BootOrder.bootDisks(draft.config).contains(slot)) {
      throw Die.of("can't unplug bootdisk '" + slot + "'");
    }
    if (slot.startsWith("virtio")) {
      unplugAnswered(slot);
    } else if (!slot.startsWith("scsi")) {
      throw Die.of("can't unplug device '" + slot + "'");
    }
  }

  /** Takes a PCI device away, which the guest has to agree to. */
  private void unplugAnswered(String device) {
    if (silent) {
      throw Die.of("error on hot-unplugging device '" + device + "' - still busy in guest?");
    }
  }
}
