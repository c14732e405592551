package io.pvefleet.app.web.query;

import java.util.Set;
import java.util.regex.Pattern;

/** Which parts of a VM's configuration are shown nowhere. Proxmox masks a password itself; what people hide elsewhere it does not. */
final class SecretOptions {
  private static final Set<String> WHOLE = Set.of("cipassword");

  /** {@code -vnc :1,password=x}, {@code -object secret,id=a,data=x}: values whose name says what they are. */
  private static final Pattern PART =
      Pattern.compile("(?i)\\b([a-z0-9_.-]*(?:passw(?:or)?d|passphrase|secret|token|apikey|private[-_]?key)[a-z0-9_.-]*)([=:] *)[^,;\\s]+");

  /** What a secret object of QEMU holds. */
  private static final Pattern HELD = Pattern.compile("(?i)(\\bsecret\\b[^\\s]*\\bdata=)[^,\\s]+");

  private SecretOptions() {}

  static String masked(String option, String value) {
    if (WHOLE.contains(option)) {
      return "***";
    }
    return HELD.matcher(PART.matcher(value).replaceAll("$1$2***")).replaceAll("$1***");
  }
}
