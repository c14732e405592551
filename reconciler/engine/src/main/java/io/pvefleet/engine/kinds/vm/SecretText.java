package io.pvefleet.engine.kinds.vm;

import java.util.regex.Pattern;

/** What people hide in free text, such as the password of a console in {@code args}: Proxmox masks its own secrets, and not these. */
public final class SecretText {
  /** {@code -vnc :1,password=x}, {@code -object secret,id=a,data=x}: values whose name says what they are. */
  private static final Pattern PART =
      Pattern.compile("(?i)\\b([a-z0-9_.-]*(?:passw(?:or)?d|passphrase|secret|token|apikey|private[-_]?key)[a-z0-9_.-]*)([=:] *)[^,;\\s]+");

  /** What a secret object of QEMU holds. */
  private static final Pattern HELD = Pattern.compile("(?i)(\\bsecret\\b[^\\s]*\\bdata=)[^,\\s]+");

  private SecretText() {}

  /** As it may be shown. */
  public static String masked(String text) {
    return HELD.matcher(PART.matcher(text).replaceAll("$1$2***")).replaceAll("$1***");
  }

  /** Whether anything in it must not be shown. */
  public static boolean isIn(String text) {
    return !masked(text).equals(text);
  }
}
