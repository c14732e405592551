package io.pvefleet.vnc.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs a check in rounds, each with a random of its own that follows from the seed and the round's number. The seed is printed;
 * {@code -Dpvefleet.fuzz.seed=S -Dpvefleet.fuzz.round=N} replays one round, the seed alone a whole run.
 */
public final class Fuzz {

  private static final String SEED = "pvefleet.fuzz.seed";
  private static final String ROUND = "pvefleet.fuzz.round";

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Fuzz() {}

  /** One round of a check. */
  @FunctionalInterface
  public interface Round {
    void run(Random random) throws Exception;
  }

  /** Runs the rounds and says in the output how many, of which seed. */
  public static void rounds(String name, int count, Round round) {
    long seed = Long.getLong(SEED, System.nanoTime() ^ name.hashCode());
    Integer only = Integer.getInteger(ROUND);
    System.out.printf("fuzz %s: %d rounds of seed %d%n", name, only == null ? count : 1, seed);
    IntStream numbers = only == null ? IntStream.range(0, count) : IntStream.of(only);
    numbers.forEach(number -> {
      try {
        round.run(new Random(mixed(seed + number * GOLDEN)));
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "%s; replay with -D%s=%d -D%s=%d: %s".formatted(name, SEED, seed, ROUND, number, e.getMessage()), e);
      }
    });
    // What a test says of a whole run is not true of one round.
    Assumptions.assumeTrue(only == null, "the replayed round passes");
  }

  /** Neighbouring seeds give neighbouring first numbers, so rounds would be alike; mixed as SplitMix64 does they are not. */
  private static long mixed(long seed) {
    long z = (seed ^ seed >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** Cuts the bytes into pieces of random length, some of them empty. */
  public static List<ByteBuffer> pieces(byte[] bytes, Random random) {
    int longest = 1 + random.nextInt(random.nextBoolean() ? 4 : 4096);
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length;) {
      int length = Math.min(random.nextInt(longest + 1), bytes.length - at);
      pieces.add(ByteBuffer.wrap(bytes, at, length).slice());
      at += length;
    }
    return pieces;
  }

  /** Changes, drops, doubles or inserts some bytes, at least one. */
  public static byte[] mutated(byte[] bytes, Random random) {
    List<Byte> mutable = new ArrayList<>(bytes.length);
    for (byte one : bytes) {
      mutable.add(one);
    }
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(mutable.size() + 1);
      switch (at == mutable.size() ? 2 : random.nextInt(4)) {
        case 0 -> mutable.set(at, (byte) random.nextInt());
        case 1 -> mutable.remove(at);
        case 2 -> mutable.add(at, (byte) random.nextInt());
        default -> mutable.add(at, mutable.get(at));
      }
    }
    byte[] mutated = new byte[mutable.size()];
    IntStream.range(0, mutated.length).forEach(i -> mutated[i] = mutable.get(i));
    return mutated;
  }
}
