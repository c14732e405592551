package io.pvefleet.pve.simulator.world.qemu;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** The cloud-init password as the file keeps it: hashed with a fresh salt, except for hashes and for Windows. */
final class Passwords {

  private static final Pattern HASH = Pattern.compile("\\$(?:[156]|2[ay])(?:\\$.+){2}");

  private Passwords() {}

  static String stored(Work work, Draft draft, String password) {
    return stored(work, draft.config.getOrDefault("ostype", "other"), password);
  }

  static String stored(Work work, String ostype, String password) {
    if (Machines.isWindows(ostype) || HASH.matcher(password).lookingAt()) {
      return password;
    }
    byte[] bytes = new byte[16];
    work.context.random().nextBytes(bytes);
    // The hash itself is never read back; random bytes show what matters, that it differs each time.
    return "$5$" + HexFormat.of().formatHex(bytes, 0, 4) + "$" + HexFormat.of().formatHex(bytes);
  }
}
