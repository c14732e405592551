package io.pvefleet.pve.simulator.world.qemu;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The host's check of {@code sshkeys}: at least one line that is a public key. */
final class SshKeys {

  private static final Pattern KEY =
      Pattern.compile("(?:^|.*\\s)((?:sk-)?(?:ssh|ecdsa)-[\\w@.-]+)\\s+([A-Za-z0-9+/]+={0,2})(?:\\s.*)?");

  private SshKeys() {}

  static void check(@Nullable String encoded) {
    if (encoded == null || encoded.isBlank()) {
      return;
    }
    String text;
    try {
      text = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      text = encoded;
    }
    if (text.lines().noneMatch(SshKeys::isKey)) {
      throw Die.of("SSH public key validation error");
    }
  }

  private static boolean isKey(String line) {
    Matcher m = KEY.matcher(line);
    if (!m.matches()) {
      return false;
    }
    try {
      byte[] blob = Base64.getDecoder().decode(m.group(2));
      String type = m.group(1);
      return blob.length > type.length() + 4 && new String(blob, 4, type.length(), StandardCharsets.US_ASCII).equals(type);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
