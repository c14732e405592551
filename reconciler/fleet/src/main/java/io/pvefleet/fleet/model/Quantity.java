package io.pvefleet.fleet.model;

import io.pvefleet.fleet.schema.Shape;
import java.util.Optional;

/**
 * An amount of memory or disk: {@code 512MiB}, {@code 64GiB}, {@code 1TiB}. Binary units only, because Proxmox counts in
 * them and a {@code GB} that means something else has cost people disks.
 *
 * @param kib in KiB, the smallest unit that can be written
 */
public record Quantity(long kib) implements Comparable<Quantity> {

  /** Nine digits of TiB still fit a long in KiB. */
  public static final String PATTERN = "[1-9][0-9]{0,8}(KiB|MiB|GiB|TiB)";

  public static Shape.Text shape(String description, String... examples) {
    return Shape.Text.matching(description, PATTERN, examples);
  }

  /** The quantity, or empty where the text is none. */
  public static Optional<Quantity> parse(String text) {
    int digits = text.length() - 3;
    if (digits < 1 || digits > 9 || text.charAt(0) == '0') {
      return Optional.empty();
    }
    for (int i = 0; i < digits; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    long count = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "KiB" -> Optional.of(new Quantity(count));
      case "MiB" -> Optional.of(new Quantity(count << 10));
      case "GiB" -> Optional.of(new Quantity(count << 20));
      case "TiB" -> Optional.of(new Quantity(count << 30));
      default -> Optional.empty();
    };
  }

  public static Quantity ofMiB(long mib) {
    return new Quantity(mib << 10);
  }

  /** Whole MiB; what is left over is cut off. */
  public long mib() {
    return kib >> 10;
  }

  /** Whether this is a whole number of MiB, which Proxmox's memory options need. */
  public boolean isWholeMiB() {
    return (kib & 0x3FF) == 0;
  }

  @Override
  public int compareTo(Quantity other) {
    return Long.compare(kib, other.kib);
  }

  /** In the largest unit that needs no fraction. */
  @Override
  public String toString() {
    long amount = kib;
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (unit < units.length - 1 && amount != 0 && (amount & 0x3FF) == 0) {
      amount >>= 10;
      unit++;
    }
    return amount + units[unit];
  }
}
