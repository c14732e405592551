package io.pvefleet.app.web.query;

import io.pvefleet.engine.kinds.vm.SecretText;
import java.util.Set;

/** Which parts of a VM's configuration are shown nowhere. Proxmox masks a password itself; what people hide elsewhere it does not. */
final class SecretOptions {
  private static final Set<String> WHOLE = Set.of("cipassword");

  private SecretOptions() {}

  static String masked(String option, String value) {
    return WHOLE.contains(option) ? "***" : SecretText.masked(value);
  }
}
