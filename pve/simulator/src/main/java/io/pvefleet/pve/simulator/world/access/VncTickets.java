package io.pvefleet.pve.simulator.world.access;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tickets for one console: bound to user, path and port, short-lived, good for any number of uses. As long as the real ones,
 * which carry an RSA signature. Source: pve-access-control {@code AccessControl.pm}, {@code verify_short_lived_ticket}.
 */
public final class VncTickets {

  private static final long OLDEST_SECONDS = 40;
  private static final long AHEAD_SECONDS = 20;
  private static final int SIGNATURE_BYTES = 256;
  private static final Pattern FORM = Pattern.compile("(?s)((?:.{8}:)?PVEVNC:([0-9A-F]{8}))::(.*)");

  private final String key;

  public VncTickets(String key) {
    this.key = key;
  }

  /** A ticket; where there is a password it stands in front. */
  public String ticket(String user, String path, int port, String password, Instant now) {
    String plain =
        (password.isEmpty() ? "" : password + ":")
            + String.format(Locale.ROOT, "PVEVNC:%08X", now.getEpochSecond());
    return plain + "::" + signature(plain, user, path, port);
  }

  public boolean isValid(String ticket, String user, String path, int port, Instant now) {
    Matcher parts = FORM.matcher(ticket);
    if (!parts.matches()) {
      return false;
    }
    long age = now.getEpochSecond() - Long.parseLong(parts.group(2), 16);
    byte[] right = signature(parts.group(1), user, path, port).getBytes(StandardCharsets.UTF_8);
    return age > -AHEAD_SECONDS
        && age < OLDEST_SECONDS
        && MessageDigest.isEqual(right, parts.group(3).getBytes(StandardCharsets.UTF_8));
  }

  private String signature(String plain, String user, String path, int port) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(("vnc " + key).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      ByteArrayOutputStream signature = new ByteArrayOutputStream(SIGNATURE_BYTES);
      for (int part = 0; signature.size() < SIGNATURE_BYTES; part++) {
        String text = part + ":" + plain + ":" + user + ":" + path + ":" + port;
        signature.writeBytes(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      }
      return Base64.getEncoder().encodeToString(signature.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform must offer HmacSHA256", e);
    }
  }
}
