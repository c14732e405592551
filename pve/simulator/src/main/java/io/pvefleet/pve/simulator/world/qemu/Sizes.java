package io.pvefleet.pve.simulator.world.qemu;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Disk sizes as text. Units are powers of 1024. */
final class Sizes {

  private static final long K = 1024;

  private Sizes() {}

  /** The largest unit that divides exactly; zero divides by all and reads {@code 0T}; odd bytes have no unit. */
  static String format(long bytes) {
    long size = bytes;
    String unit = "";
    for (String next : new String[] {"K", "M", "G", "T"}) {
      if (size % K != 0) {
        return size + unit;
      }
      size /= K;
      unit = next;
    }
    return size + unit;
  }

  /** Bytes of {@code 32G}, {@code 0.5G} or plain bytes, fractions cut. */
  static long parse(String text) {
    char last = text.charAt(text.length() - 1);
    int power = "KMGT".indexOf(last) + 1;
    BigDecimal number = new BigDecimal(power == 0 ? text : text.substring(0, text.length() - 1));
    BigDecimal bytes = number.multiply(BigDecimal.valueOf(K).pow(power)).setScale(0, RoundingMode.DOWN);
    return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  /** Bytes of a GiB figure, rounded up to whole KiB, as volumes are allocated. */
  static long ofGibibytes(String gibibytes) {
    BigDecimal kibibytes = new BigDecimal(gibibytes).multiply(BigDecimal.valueOf(K * K)).setScale(0, RoundingMode.UP);
    return kibibytes.min(BigDecimal.valueOf(Long.MAX_VALUE / K)).longValue() * K;
  }
}
