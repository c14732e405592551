package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import java.util.Map;
import java.util.Optional;

/**
 * Memory of a VM whose {@code hotplug} names it is plugged in modules, and Proxmox writes down what they come to: 1100 became
 * 1536 on a 9.2 host. Beyond the first 1024 MiB, 32 modules of 512 MiB, then 32 of twice that, and so on; source: qemu-server
 * {@code PVE/QemuServer/Memory.pm}.
 */
final class Modules {

  private static final long FIRST_MIB = 1024;
  private static final long SMALLEST_MIB = 512;
  private static final int OF_ONE_SIZE = 32;
  private static final int SIZES = 8;

  private Modules() {}

  /** Whether the memory seen is what the wanted one came to when it was plugged. */
  static boolean isRounded(String wanted, Optional<String> seen, Map<String, String> live) {
    return seen.isPresent()
        && Form.hotplug(live.getOrDefault("hotplug", "1")).contains("memory")
        && mebibytes(seen.get()) == rounded(mebibytes(wanted));
  }

  private static long rounded(long mebibytes) {
    long plugged = FIRST_MIB;
    long module = SMALLEST_MIB;
    for (int size = 0; size < SIZES && plugged < mebibytes; size++) {
      for (int i = 0; i < OF_ONE_SIZE && plugged < mebibytes; i++) {
        plugged += module;
      }
      module *= 2;
    }
    return Math.max(plugged, mebibytes);
  }

  private static long mebibytes(String memory) {
    String amount =
        Options.of("memory").grammar() instanceof Properties grammar ? grammar.explicit(memory).getOrDefault("current", "") : memory;
    String number = Form.number(amount);
    return number.matches("[0-9]{1,15}") ? Long.parseLong(number) : -1;
  }
}
