package io.pvefleet.pve.http;

import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding as strict as Proxmox needs it: its form decoder splits at {@code ;} too and cuts a value at an unescaped
 * {@code =}, so everything but unreserved characters is encoded. The one encoding that PVE 7, 8 and 9 read alike.
 */
final class FormEncoding {

  private static final String HEX = "0123456789ABCDEF";

  private FormEncoding() {}

  static String encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (isUnreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
      }
    }
    return out.toString();
  }

  /** RFC 3986, section 2.3. */
  private static boolean isUnreserved(byte b) {
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || "_.~-".indexOf(b) >= 0;
  }
}
