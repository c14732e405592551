package io.pvefleet.pve.simulator.screen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** VNC authentication (RFC 6143, 7.2.2): DES with the password as key, the bits of each byte in reverse order. */
final class VncAuthentication {

  static final int CHALLENGE_BYTES = 16;

  private static final int KEY_BYTES = 8;

  private VncAuthentication() {}

  /** False for the empty password whatever the answer is: QEMU without a password lets nobody in. */
  static boolean accepts(String password, byte[] challenge, byte[] answer) {
    return !password.isEmpty() && MessageDigest.isEqual(answer(password, challenge), answer);
  }

  static byte[] answer(String password, byte[] challenge) {
    byte[] key = Arrays.copyOf(password.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (Integer.reverse(key[i]) >>> 24);
    }
    try {
      Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
      des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
      return des.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has DES, and the challenge is two of its blocks", e);
    }
  }
}
