package io.pvefleet.engine.kinds.vm;

import java.util.Optional;

/**
 * What is known of one option of a VM's configuration.
 *
 * @param grammar how its values are written
 * @param uptake when a running VM takes a new value
 * @param isRootOnly whether Proxmox lets only {@code root@pam} itself set or delete it: never a token, whatever its role
 * @param field the field of the spec that declares it; empty where it is declared under {@code pve}
 * @param isHostOwned whether Proxmox or an action other than configuration writes it, so that declaring it makes no sense
 */
record Option(Grammar grammar, Uptake uptake, boolean isRootOnly, Optional<String> field, boolean isHostOwned) {

  /** When a running VM takes a new value of an option. Everything else waits until its process has ended. */
  enum Uptake {
    LIVE,
    COLD,
    /** At once where {@code hotplug} names the feature, else cold. */
    HOTPLUG_CPU,
    HOTPLUG_MEMORY,
    HOTPLUG_USB,
    HOTPLUG_DISK,
    HOTPLUG_NETWORK,
    /** A value at once; whether there is a balloon at all, cold. */
    BALLOON
  }

  static Option of(Grammar grammar, Uptake uptake) {
    return new Option(grammar, uptake, false, Optional.empty(), false);
  }

  Option asField(String name) {
    return new Option(grammar, uptake, isRootOnly, Optional.of(name), isHostOwned);
  }

  Option rootOnly() {
    return new Option(grammar, uptake, true, field, isHostOwned);
  }

  Option hostOwned() {
    return new Option(grammar, uptake, isRootOnly, field, true);
  }
}
