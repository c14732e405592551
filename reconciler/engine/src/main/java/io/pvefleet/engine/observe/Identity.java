package io.pvefleet.engine.observe;

import java.util.Locale;
import java.util.Map;

/**
 * What tells a VM from another one that was made under its vmid: the uuid of its firmware, which Proxmox generates for every new VM
 * and never changes by itself, and its name. Immutable.
 *
 * @param uuid in lower case; empty where the VM has none
 * @param name as on the host; empty where it has none
 */
public record Identity(String uuid, String name) {

  /** Nothing is known. */
  public static final Identity NONE = new Identity("", "");

  public Identity {
    uuid = uuid.toLowerCase(Locale.ROOT);
  }

  /** That of the process that runs, or would run: a uuid that only waits for a power cycle is not the VM's yet. */
  public static Identity of(VmObservation vm) {
    return new Identity(uuid(vm.current()), vm.effective().getOrDefault("name", ""));
  }

  /** The uuid that these options give. */
  public static String uuid(Map<String, String> options) {
    for (String property : options.getOrDefault("smbios1", "").split(",", -1)) {
      if (property.strip().startsWith("uuid=")) {
        return property.strip().substring("uuid=".length()).toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** Whether nothing is known. */
  public boolean isNone() {
    return equals(NONE);
  }
}
