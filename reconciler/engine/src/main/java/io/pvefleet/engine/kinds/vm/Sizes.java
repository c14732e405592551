package io.pvefleet.engine.kinds.vm;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as Proxmox writes them in its several calls ({@code 64G}, {@code 65536M}, {@code 0.5} GiB) and as a plan shows them
 * ({@code 64GiB}). All count in 1024s.
 */
final class Sizes {

  private static final Pattern PVE_FORM = Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,6}))?([KMGT]?)");
  private static final long KIB = 1024L;
  private static final long MIB = KIB * KIB;

  private Sizes() {}

  static String ofMebibytes(long mebibytes) {
    return ofBytes(mebibytes * MIB);
  }

  /** In the largest unit that divides exactly; below a mebibyte in KiB or bytes, which YAML does not take but a plan shows. */
  static String ofBytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    long number = bytes;
    int unit = 0;
    while (number != 0 && unit < units.length - 1 && number % KIB == 0) {
      number /= KIB;
      unit++;
    }
    return number + units[unit];
  }

  /** Bytes of a disk size as Proxmox prints it ({@code 32G}, {@code 1536M}, plain bytes); empty where the text is none. */
  static OptionalLong bytes(String text) {
    Matcher m = PVE_FORM.matcher(text);
    if (!m.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (m.group(3)) {
          case "K" -> KIB;
          case "M" -> MIB;
          case "G" -> MIB * KIB;
          case "T" -> MIB * MIB;
          default -> 1;
        };
    try {
      long whole = Math.multiplyExact(Long.parseLong(m.group(1)), unit);
      double part = Optional.ofNullable(m.group(2)).map(digits -> Double.parseDouble("0." + digits) * unit).orElse(0.0);
      return OptionalLong.of(Math.addExact(whole, Math.round(part)));
    } catch (ArithmeticException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /** A size for the resize call: absolute, whole mebibytes, in the largest unit that divides exactly. */
  static String forResize(long mebibytes) {
    return mebibytes % KIB == 0 ? mebibytes / KIB + "G" : mebibytes + "M";
  }

  /**
   * A size for {@code STORAGE:SIZE}: gibibytes with the decimals that make it exact. A mebibyte is 0.0009765625 GiB, a finite
   * decimal and a finite binary fraction, so that Proxmox's floating point gives back exactly these bytes.
   */
  static String forAllocation(long mebibytes) {
    return new java.math.BigDecimal(mebibytes)
        .divide(java.math.BigDecimal.valueOf(KIB))
        .stripTrailingZeros()
        .toPlainString();
  }
}
