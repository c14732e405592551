package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import io.pvefleet.engine.kinds.vm.Wanted.Property;
import io.pvefleet.pve.wire.PropertyString;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What Proxmox lets only {@code root@pam} itself set, change or delete: never a token, whatever its role, and not even to the value
 * that is there. Some options as a whole, of others the values that name a device of the host. Source: qemu-server
 * {@code check_vm_modify_config_perm}, and the recorded refusals of a 9.2 host.
 */
final class RootOnly {

  private RootOnly() {}

  /** Whether an option with this value is root's alone. */
  static boolean holds(String option, String value) {
    if (Options.of(option).isRootOnly()) {
      return true;
    }
    return switch (Options.family(option)) {
      case "serial" -> !value.equals("socket");
      case "usb" -> !properties(value).getOrDefault("host", "spice").toLowerCase(Locale.ROOT).equals("spice");
      case "hostpci" -> properties(value).containsKey("host") || properties(value).containsKey("romfile");
      default -> false;
    };
  }

  /** Whether what is wanted of an option that is not set is root's alone. */
  static boolean holds(String option, Wanted want) {
    return Options.of(option).isRootOnly()
        || hasDevices(option) && Creation.value(option, want).filter(value -> holds(option, shown(value))).isPresent();
  }

  private static boolean hasDevices(String option) {
    String family = Options.family(option);
    return family.equals("serial") || family.equals("usb") || family.equals("hostpci");
  }

  private static Map<String, String> properties(String value) {
    return PropertyString.parse(value, "host").properties();
  }

  /** The differences of one option, marked where only root could remove them. */
  static List<Difference> marked(String option, Wanted want, Optional<String> seen, List<Difference> found) {
    boolean isRoots = !found.isEmpty() && (seen.filter(value -> holds(option, value)).isPresent() || holds(option, want));
    return isRoots ? found.stream().map(d -> d.as(Kind.ROOT).noting(command(option, want, seen))).toList() : found;
  }

  /** What to tell {@code qm set}, after the vmid. */
  private static String command(String option, Wanted want, Optional<String> seen) {
    Optional<String> value = want instanceof Wanted.Properties properties
        ? edited(option, properties, seen)
        : Creation.value(option, want).map(RootOnly::shown);
    return value.map(text -> "--" + option + " '" + text.replace("'", "'\\''") + "'").orElse("--delete " + option);
  }

  private static Optional<String> edited(String option, Wanted.Properties want, Optional<String> seen) {
    SequencedMap<String, Optional<String>> changes = new LinkedHashMap<>();
    for (Map.Entry<String, Property> e : want.properties().entrySet()) {
      changes.put(e.getKey(), e.getValue().value());
    }
    return Options.of(option).grammar() instanceof Properties grammar ? grammar.edited(seen, changes) : Optional.empty();
  }

  private static String shown(Value value) {
    return value instanceof Value.Text(String text) ? text : "";
  }
}
