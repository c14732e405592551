package io.pvefleet.pve.simulator.world.qemu;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Memory figures and what memory hot-plug makes of them. Source: qemu-server {@code Memory.pm}. */
final class Memory {

  static final long DEFAULT_MIB = 512;
  /** What a machine with memory hot-plug always has; modules come on top of it. */
  static final long STATIC_MIB = 1024;
  private static final long FIRST_MODULE_MIB = 512;
  private static final int MODULES_OF_A_SIZE = 32;
  private static final long LARGEST_MIB = 4_194_304;

  private Memory() {}

  /** MiB of the {@code memory} option; the default where it is absent. */
  static long mebibytes(@Nullable String memory) {
    if (memory == null || memory.isBlank()) {
      return DEFAULT_MIB;
    }
    return number(PropertyFormat.named("memory").orElseThrow().parse("memory", memory).getOrDefault("current", "512"));
  }

  /** A whole number of any length, cut to what a long holds. */
  static long number(String text) {
    return new BigInteger(text).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  /** The size that is reached when modules are plugged until {@code wanted} is covered. */
  static long plugged(long wanted) {
    long size = STATIC_MIB;
    long module = FIRST_MODULE_MIB;
    for (int i = 1; size < wanted; i++) {
      size += module;
      module = i % MODULES_OF_A_SIZE == 0 ? module * 2 : module;
    }
    return size;
  }

  /** The new {@code memory} of a running machine with memory hot-plug. No guest here gives a module back. */
  static String replug(String current, String wanted) {
    long from = mebibytes(current);
    long to = mebibytes(wanted);
    if (from == to) {
      return wanted;
    }
    if (to < STATIC_MIB) {
      throw Die.of("memory can't be lower than " + STATIC_MIB + " MB");
    }
    if (to > LARGEST_MIB) {
      throw Die.of("you cannot add more memory than max mem " + LARGEST_MIB + " MB!");
    }
    if (to > from) {
      return String.valueOf(plugged(to));
    }
    throw Die.parameter("dimm" + (modules(from) - 1), "error unplug memory module");
  }

  private static long modules(long size) {
    long count = 0;
    for (long reached = STATIC_MIB; reached < size; count++) {
      reached = plugged(reached + 1);
    }
    return count;
  }
}
