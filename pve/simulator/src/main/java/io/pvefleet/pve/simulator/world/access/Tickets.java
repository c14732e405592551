package io.pvefleet.pve.simulator.world.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed tickets and CSRF tokens; both live two hours and tolerate clocks that run five minutes ahead. */
final class Tickets {

  private static final long LIFETIME_SECONDS = 2 * 3600;
  private static final long TOLERANCE_SECONDS = 300;

  private final String key;

  Tickets(String key) {
    this.key = key;
  }

  String ticket(String user, Instant now) {
    String plain = "PVE:" + user + ":" + hex(now);
    return plain + "::" + signature(plain);
  }

  /** The user of a valid ticket. */
  Optional<String> userOf(String ticket, Instant now) {
    int seal = ticket.indexOf("::");
    if (seal < 0 || !ticket.startsWith("PVE:")) {
      return Optional.empty();
    }
    String plain = ticket.substring(0, seal);
    int last = plain.lastIndexOf(':');
    boolean genuine = same(signature(plain), ticket.substring(seal + 2)) && last > 4 && fresh(plain.substring(last + 1), now);
    return genuine ? Optional.of(plain.substring(4, last)) : Optional.empty();
  }

  String csrf(String user, Instant now) {
    String at = hex(now);
    return at + ":" + signature("CSRF:" + at + ":" + user);
  }

  boolean isCsrfOf(String user, String token, Instant now) {
    int colon = token.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String at = token.substring(0, colon);
    return fresh(at, now) && same(signature("CSRF:" + at + ":" + user), token.substring(colon + 1));
  }

  private static String hex(Instant now) {
    return String.format(Locale.ROOT, "%08X", now.getEpochSecond());
  }

  private static boolean fresh(String hex, Instant now) {
    if (!hex.matches("[0-9A-F]{8}")) {
      return false;
    }
    long age = now.getEpochSecond() - Long.parseLong(hex, 16);
    return age > -TOLERANCE_SECONDS && age < LIFETIME_SECONDS;
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform must offer HmacSHA256", e);
    }
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
