package io.pvefleet.vnc.rfb;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** The answer to a VNC challenge (RFC 6143, 7.2.2). As weak as DES is; on this way it travels inside pinned TLS. */
final class VncAuth {

  static final int CHALLENGE_BYTES = 16;

  private static final int KEY_BYTES = 8;

  private VncAuth() {}

  /** Encrypts the challenge with the first eight bytes of the password, the bits of each byte reversed. */
  static byte[] answer(byte[] challenge, byte[] password) {
    byte[] key = new byte[KEY_BYTES];
    for (int i = 0; i < Math.min(KEY_BYTES, password.length); i++) {
      key[i] = (byte) (Integer.reverse(password[i]) >>> 24);
    }
    try {
      Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
      des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
      return des.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      // Sixteen bytes are two blocks, eight are a key, and every JDK has DES unless somebody removed it.
      throw new IllegalStateException("this Java cannot do VNC authentication", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
