package io.pvefleet.engine.kinds.vm;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Privileges that a token needs for what some VMs declare, beyond those that any VM needs. Source: qemu-server
 * {@code check_vm_modify_config_perm}, and the refusals of a 9.2 host.
 */
public final class Privileges {

  private Privileges() {}

  /** Each privilege with the field that asks for it, in the order in which the fields stand in the schema. */
  public static SequencedMap<String, String> beyondTheUsual(Collection<Vm> vms) {
    SequencedMap<String, String> needed = new LinkedHashMap<>();
    for (Vm vm : vms) {
      new TreeMap<>(vm.options()).forEach((option, want) -> of(option, want).forEach(needed::putIfAbsent));
    }
    return needed;
  }

  private static Map<String, String> of(String option, Wanted want) {
    return switch (Options.family(option)) {
      case "pool" -> Map.of("Pool.Audit", want.path(), "Pool.Allocate", want.path());
      case "startup" -> Map.of("Sys.Modify", want.path());
      case "usb", "hostpci", "virtiofs", "rng" -> usesMapping(option, want) ? Map.of("Mapping.Use", want.path()) : Map.of();
      default -> Map.of();
    };
  }

  private static boolean usesMapping(String option, Wanted want) {
    String value = Creation.value(option, want).map(Object::toString).orElse("");
    return value.contains("mapping=") || value.contains("/dev/hwrng") || option.startsWith("virtiofs");
  }
}
