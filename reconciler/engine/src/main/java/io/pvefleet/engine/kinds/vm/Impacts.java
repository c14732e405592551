package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.Impact;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change costs the guest, from what a host does on a change of each option while the VM runs. Source: qemu-server
 * {@code vmconfig_hotplug_pending}, and the recorded answers of a 9.2 host, which a test compares with this.
 */
final class Impacts {

  /** Options of a drive that the running process takes; one other makes the whole drive wait. */
  private static final Set<String> LIVE_ON_DRIVES =
      Set.of(
          "backup",
          "replicate",
          "serial",
          "werror",
          "rerror",
          "detect_zeroes",
          "mbps",
          "mbps_rd",
          "mbps_wr",
          "mbps_max",
          "mbps_rd_max",
          "mbps_wr_max",
          "iops",
          "iops_rd",
          "iops_wr",
          "iops_max",
          "iops_rd_max",
          "iops_wr_max",
          "bps_max_length",
          "bps_rd_max_length",
          "bps_wr_max_length",
          "iops_max_length",
          "iops_rd_max_length",
          "iops_wr_max_length");

  /** Properties of a NIC whose change makes the host unplug the card and plug in another. */
  private static final Set<String> REPLACES_NIC = Set.of("model", "macaddr", "queues", "mtu");

  /** Guests that get a USB controller into which devices can be plugged. */
  private static final Set<String> PLUGS_USB = Set.of("l26", "win8", "win10", "win11");

  private Impacts() {}

  static Impact of(Difference difference, VmObservation observed) {
    boolean isOff = observed.power() == Power.STOPPED;
    return switch (difference.kind()) {
      case IMPOSSIBLE, ROOT -> Impact.IMPOSSIBLE;
      case STOP -> Impact.OFFLINE;
      case START, RESUME, OWN, POOL, GROW, MEDIUM -> Impact.LIVE;
      case DETACH -> isMediumOnly(difference) ? (isOff ? Impact.LIVE : plugged(difference, observed)) : Impact.DESTRUCTIVE;
      case REHANG -> isOff ? Impact.LIVE : Impact.OFFLINE;
      case MOVE -> !isOff && movesOffline(difference, observed) ? Impact.OFFLINE : Impact.LIVE;
      case SET, UNSET, ADD -> isOff ? Impact.LIVE : running(difference, observed);
    };
  }

  /** Whether nothing is lost with the drive: a CD drive or one for cloud-init. */
  private static boolean isMediumOnly(Difference difference) {
    return Drive.isSlot(difference.option()) && !Comparison.holdsData(difference.option(), difference.from());
  }

  /**
   * A running QEMU mirrors the disks of its buses to another storage. The TPM's state belongs to another process and cannot be moved
   * then, firmware variables are not mirrored safely on every version, and a cloud-init drive is made anew instead of mirrored, which
   * the running guest would not see.
   */
  static boolean movesOffline(Difference difference, VmObservation observed) {
    return difference.option().equals("tpmstate0")
        || difference.option().equals("efidisk0")
        || Drive.parse(observed.effective().getOrDefault(difference.option(), "")).isCloudInit();
  }

  private static Impact running(Difference difference, VmObservation observed) {
    if (difference.kind() == Kind.ADD) {
      return plugged(difference, observed);
    }
    String property = difference.property();
    return switch (Options.of(difference.option()).uptake()) {
      case LIVE -> difference.option().equals("hotplug") && namesColdFeature(difference) ? Impact.RESTART : Impact.LIVE;
      case COLD ->
          Drive.isSlot(difference.option()) && LIVE_ON_DRIVES.contains(property)
                  || difference.option().equals("agent")
                      && property.equals("fstrim_cloned_disks")
                      && observed.current().containsKey("agent")
              ? Impact.LIVE
              : Impact.RESTART;
      case HOTPLUG_DISK -> LIVE_ON_DRIVES.contains(property) ? Impact.LIVE : Impact.RESTART;
      case HOTPLUG_NETWORK -> nic(difference, property, observed);
      case HOTPLUG_CPU, HOTPLUG_MEMORY, HOTPLUG_USB -> plugged(difference, observed);
      case BALLOON -> isZero(difference.from()) || isZero(difference.to()) ? Impact.RESTART : Impact.LIVE;
    };
  }

  /** Switching the plugging of processors or memory is itself cold. */
  private static boolean namesColdFeature(Difference difference) {
    Set<String> named = new TreeSet<>(Form.hotplug(difference.from().isEmpty() ? "1" : difference.from()));
    named.addAll(Form.hotplug(difference.to().isEmpty() ? "1" : difference.to()));
    return named.contains("cpu") || named.contains("memory");
  }

  private static Impact nic(Difference difference, String property, VmObservation observed) {
    boolean isReplaced =
        property.isEmpty()
            || REPLACES_NIC.contains(property)
            || property.equals("bridge") && (difference.from().isEmpty() || difference.to().isEmpty());
    if (!isReplaced) {
      return Impact.LIVE;
    }
    return hotplug(observed).contains("network") ? Impact.OFFLINE : Impact.RESTART;
  }

  /** A device or a resource goes in or out at once where the VM's {@code hotplug} has its feature. */
  private static Impact plugged(Difference difference, VmObservation observed) {
    String feature =
        switch (Options.of(difference.option()).uptake()) {
          case HOTPLUG_DISK -> "disk";
          case HOTPLUG_NETWORK -> "network";
          case HOTPLUG_CPU -> "cpu";
          case HOTPLUG_MEMORY -> "memory";
          case HOTPLUG_USB -> "usb";
          case LIVE, COLD, BALLOON -> "";
        };
    boolean takes = !Options.family(difference.option()).equals("usb") || PLUGS_USB.contains(os(observed));
    return takes && hotplug(observed).contains(feature) ? Impact.LIVE : Impact.RESTART;
  }

  private static String os(VmObservation observed) {
    return observed.current().getOrDefault("ostype", "other");
  }

  private static Set<String> hotplug(VmObservation observed) {
    return Form.hotplug(observed.current().getOrDefault("hotplug", "1"));
  }

  private static boolean isZero(String quantity) {
    return quantity.equals("0") || quantity.startsWith("0B") || quantity.equals("0MiB");
  }

  /** What a reader must know beyond the values. */
  static String note(Difference difference, Impact impact, VmObservation observed) {
    String option = difference.option();
    if (difference.kind() == Kind.ROOT) {
      return "Proxmox lets only root@pam itself set this, never an API token. On the host: qm set "
          + observed.vmid()
          + " "
          + difference.note();
    }
    if (!difference.note().isEmpty()) {
      return difference.note();
    }
    if (impact == Impact.OFFLINE && option.startsWith("net")) {
      return "A running guest would lose its network card and find another; so it is changed while the VM is off.";
    }
    if (Options.of(option).field().filter(field -> field.startsWith("cloudInit.")).isPresent()) {
      return "Cloud-init reads it when the guest boots next.";
    }
    return "";
  }
}
