package io.pvefleet.engine.kinds.vm;

/**
 * Storages measure in units of their own and round a size up to the next one: LVM to extents, which are 4 MiB unless the volume group
 * was made with larger ones, ZFS to the block size of its volumes. Which unit a storage has the API does not tell.
 */
final class Extents {

  private static final long MIB = 1024L * 1024L;

  /** LVM's default, and more than any block size of ZFS. */
  private static final long SMALLEST = 4 * MIB;

  /** Larger extents than these are made for volume groups of petabytes only. */
  private static final long LARGEST = 128 * MIB;

  private Extents() {}

  /**
   * Whether a volume of that size is what a storage makes of the size asked for: less than the smallest extent more, or the next
   * multiple of a larger one. A volume that somebody grew by whole GiB is none, since a size in GiB is a multiple of every extent.
   */
  static boolean isRounded(long asked, long measured) {
    if (measured < asked) {
      return false;
    }
    // Somebody may have grown it by an odd number of bytes; what cannot be declared is no difference.
    if (measured - asked < MIB) {
      return true;
    }
    if (measured < asked + SMALLEST) {
      return measured <= up(asked, SMALLEST);
    }
    for (long extent = SMALLEST; extent <= LARGEST; extent *= 2) {
      if (measured == up(asked, extent)) {
        return true;
      }
    }
    return false;
  }

  private static long up(long bytes, long unit) {
    return (bytes + unit - 1) / unit * unit;
  }
}
