package io.pvefleet.pve.simulator.world.qemu;

/** CPU weight under control groups of version 2: 1 to 10000, larger values are cut without a word. */
final class CpuUnits {

  private static final int LARGEST = 10_000;

  private CpuUnits() {}

  static String clamp(String value) {
    return value.matches("\\d{1,9}") ? String.valueOf(Math.clamp(Integer.parseInt(value), 1, LARGEST)) : value;
  }
}
