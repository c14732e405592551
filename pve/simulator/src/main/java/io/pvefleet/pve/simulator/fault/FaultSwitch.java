package io.pvefleet.pve.simulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The misbehaviour of one simulated host, to be changed at any time while it runs. The same seed and the same order of calls
 * give the same misfortunes. Thread-safe; never blocks.
 */
public final class FaultSwitch {

  private static final class Counted {
    final FaultRule rule;
    int seen;

    Counted(FaultRule rule) {
      this.rule = rule;
    }
  }

  private record Lottery(double chance, FaultRule rule) {}

  private static final class Failing {
    final TaskFault fault;
    int left;

    Failing(TaskFault fault) {
      this.fault = fault;
      this.left = fault.times();
    }
  }

  private static final class Spoiling {
    final ConsoleFault fault;
    int left;

    Spoiling(ConsoleFault fault, int times) {
      this.fault = fault;
      this.left = times;
    }
  }

  private final Object lock = new Object();
  private final SplittableRandom random;
  private final List<Consumer<Reachability>> watchers = new CopyOnWriteArrayList<>();
  // all below: guarded by lock
  private final List<Counted> rules = new ArrayList<>();
  private final List<Lottery> lotteries = new ArrayList<>();
  private final List<Failing> failing = new ArrayList<>();
  private final List<Spoiling> spoiling = new ArrayList<>();
  private Reachability reachability = Reachability.REACHABLE;
  private Duration latency = Duration.ZERO;
  private Duration jitter = Duration.ZERO;

  public FaultSwitch(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Every call takes {@code fixed} and up to {@code jitter} more; bytes of consoles take {@code fixed} there and back. */
  public void latency(Duration fixed, Duration jitter) {
    synchronized (lock) {
      this.latency = fixed;
      this.jitter = jitter;
    }
  }

  public Duration latency() {
    synchronized (lock) {
      return latency;
    }
  }

  /** Appears on, or vanishes from, the network. Returns when the host's port behaves so. */
  public void reachability(Reachability wanted) {
    synchronized (lock) {
      if (reachability == wanted) {
        return;
      }
      reachability = wanted;
    }
    watchers.forEach(w -> w.accept(wanted));
  }

  public Reachability reachability() {
    synchronized (lock) {
      return reachability;
    }
  }

  /** Tells of each change of reachability, on the changing thread. */
  public void watch(Consumer<Reachability> watcher) {
    watchers.add(watcher);
  }

  /** Adds a scripted fault. The first rule that strikes a call decides. */
  public void add(FaultRule rule) {
    synchronized (lock) {
      rules.add(new Counted(rule));
    }
  }

  /** Each matching call goes wrong with that chance, drawn from the seed. */
  public void sometimes(double chance, FaultRule rule) {
    synchronized (lock) {
      lotteries.add(new Lottery(chance, rule));
    }
  }

  /** The next tasks of a type fail. */
  public void failTasks(TaskFault fault) {
    synchronized (lock) {
      failing.add(new Failing(fault));
    }
  }

  /** The next so many consoles that are connected to go wrong. */
  public void spoilConsoles(int times, ConsoleFault fault) {
    synchronized (lock) {
      spoiling.add(new Spoiling(fault, times));
    }
  }

  /** Ends all scripted, seeded, task and console faults. Latency and reachability stay. */
  public void clear() {
    synchronized (lock) {
      rules.clear();
      lotteries.clear();
      failing.clear();
      spoiling.clear();
    }
  }

  /** Decides for one call; counts it. */
  public Fate decide(String method, String path) {
    synchronized (lock) {
      long extra = jitter.isZero() ? 0 : random.nextLong(jitter.toNanos() + 1);
      Duration delay = latency.plusNanos(extra);
      Optional<Fault> struck = Optional.empty();
      for (Counted counted : rules) {
        if (counted.rule.matches(method, path) && counted.rule.strikes(++counted.seen) && struck.isEmpty()) {
          struck = Optional.of(counted.rule.fault());
        }
      }
      for (Lottery lottery : lotteries) {
        if (struck.isEmpty() && lottery.rule.matches(method, path) && random.nextDouble() < lottery.chance) {
          struck = Optional.of(lottery.rule.fault());
        }
      }
      return struck.filter(Fault.Slow.class::isInstance).isPresent()
          ? new Fate(delay.plus(((Fault.Slow) struck.get()).by()), Optional.empty())
          : new Fate(delay, struck);
    }
  }

  /** The error with which a task that starts now is to end, where it is to fail; counts it. */
  public Optional<String> taskFailure(String type) {
    synchronized (lock) {
      for (Failing candidate : failing) {
        if (candidate.left > 0 && candidate.fault.type().equals(type)) {
          candidate.left--;
          return Optional.of(candidate.fault.exitStatus());
        }
      }
      return Optional.empty();
    }
  }

  /** What goes wrong with a console that is connected to now; counts it. */
  public Optional<ConsoleFault> consoleFault() {
    synchronized (lock) {
      Optional<Spoiling> next = spoiling.stream().filter(s -> s.left > 0).findFirst();
      next.ifPresent(s -> s.left--);
      return next.map(s -> s.fault);
    }
  }
}
