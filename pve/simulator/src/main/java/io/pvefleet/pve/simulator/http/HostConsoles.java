package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.console.ConsoleSession;
import io.pvefleet.pve.simulator.console.Line;
import io.pvefleet.pve.simulator.fault.ConsoleFault;
import io.pvefleet.pve.simulator.fault.FaultSwitch;
import io.pvefleet.pve.simulator.world.Consoles;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.console.SimConsole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The open consoles of one host: carries them, and ends those whose worker, guest or time is over. Thread-safe. */
final class HostConsoles {

  /** How late a console notices that it is over; a worker that is killed takes about as long. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** A console whose worker's one connection was taken, and when. */
  record Accepted(SimConsole console, Instant at) {}

  private record Open(ConsoleSession session, ConsoleWorker worker) {}

  private final HostMachine machine;
  private final SimulationSettings settings;
  private final FaultSwitch faults;
  private final Displays displays;
  private final Map<SimConsole, Open> open = new ConcurrentHashMap<>();
  private final AtomicLong highest = new AtomicLong();
  private final Object lock = new Object();
  // guarded by lock
  private final RandomGenerator chance;
  private boolean ticking;

  HostConsoles(
      HostMachine machine, SimulationSettings settings, FaultSwitch faults, Displays displays, RandomGenerator chance) {
    this.machine = machine;
    this.settings = settings;
    this.faults = faults;
    this.displays = displays;
    this.chance = chance;
  }

  /** Takes the one connection of the worker on a port; empty where none waits there. */
  Optional<Accepted> accept(int port) {
    return machine.change((world, moment) -> {
      Optional<SimConsole> waiting = Consoles.listening(world, port);
      World next = waiting.map(console -> Consoles.connected(world, console)).orElse(world);
      return new HostMachine.Changed<>(next, waiting.map(console -> new Accepted(console, moment.now())));
    });
  }

  /** Ends a console whose client was gone before it was told. */
  void abandoned(Accepted accepted) {
    ended(accepted.console(), "OK", List.of());
  }

  /** Carries an accepted console until it is over. */
  void serve(Accepted accepted, Line line) throws InterruptedException {
    SimConsole console = accepted.console();
    Optional<ConsoleFault> fault = faults.consoleFault();
    boolean letsNobodyIn = fault.filter(ConsoleFault.WrongPassword.class::isInstance).isPresent();
    ConsoleWorker worker =
        new ConsoleWorker(machine, accepted, () -> displays.behind(console), start(), letsNobodyIn);
    ConsoleSession session = new ConsoleSession(line, worker, fault, machine.clock(), faults::latency);
    open.put(console, new Open(session, worker));
    tick();
    try {
      session.serve();
    } finally {
      // In this order: whoever sees it gone from the open ones may rely on the host's having written it off.
      highest.accumulateAndGet(session.highestBacklog(), Math::max);
      ended(console, worker.exitStatus(), worker.log());
      open.remove(console);
    }
  }

  private void ended(SimConsole console, String exitStatus, List<String> log) {
    machine.change((world, moment) ->
        new HostMachine.Changed<>(Consoles.ended(world, console, exitStatus, log, moment.now()), 0));
  }

  ConsoleBacklog backlog() {
    long bytes = open.values().stream().mapToLong(o -> o.session().backlog()).sum();
    long most = open.values().stream().mapToLong(o -> o.session().highestBacklog()).max().orElse(0);
    return new ConsoleBacklog(bytes, Math.max(most, highest.get()));
  }

  int count() {
    return open.size();
  }

  /** Breaks all connections. */
  void cut() {
    open.values().forEach(o -> o.session().hangUp());
  }

  private Duration start() {
    long nominal = settings.consoleStart().toNanos();
    long third = nominal / 3;
    synchronized (lock) {
      return Duration.ofNanos(third == 0 ? nominal : chance.nextLong(nominal - third, nominal + third));
    }
  }

  /** Looks at the clock for all consoles while there are any. */
  private void tick() {
    synchronized (lock) {
      if (!ticking) {
        ticking = true;
        Thread.ofVirtual().name("consoles").start(this::watch);
      }
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(TICK);
        World world = machine.look();
        Instant now = machine.clock().instant();
        open.forEach((console, o) -> {
          if (world.consoles().find(console).isEmpty() || o.worker().isLate(now) || isIdle(o, now)) {
            o.session().finish();
          }
        });
        synchronized (lock) {
          if (open.isEmpty()) {
            ticking = false;
            return;
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isIdle(Open o, Instant now) {
    return o.worker().patience(settings.consoleIdle())
        .filter(most -> !now.isBefore(o.session().lastByte().plus(most)))
        .isPresent();
  }
}
