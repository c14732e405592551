package io.pvefleet.pve.simulator.world.qemu;

import java.util.Map;
import java.util.TreeMap;

/** The cloud-init drive's content: which values were written to it last. */
final class Cloudinit {

  private Cloudinit() {}

  /** The options that end up on the drive. */
  static Map<String, String> values(Map<String, String> config) {
    Map<String, String> values = new TreeMap<>();
    config.forEach((key, value) -> {
      if (Options.isCloudinit(key) || key.equals("name")) {
        values.put(key, value);
      }
    });
    return values;
  }

  /** The machine after its drive was written anew. */
  static SimVm written(SimVm vm) {
    return vm.withCloudinit(values(vm.config()));
  }
}
