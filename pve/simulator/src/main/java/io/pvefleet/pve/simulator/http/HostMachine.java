package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.fault.FaultSwitch;
import io.pvefleet.pve.simulator.world.Api;
import io.pvefleet.pve.simulator.world.Call;
import io.pvefleet.pve.simulator.world.Moment;
import io.pvefleet.pve.simulator.world.Refusal;
import io.pvefleet.pve.simulator.world.Reply;
import io.pvefleet.pve.simulator.world.Turn;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.access.Credentials;
import io.pvefleet.pve.simulator.world.access.Gate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * The one place where a host's world changes: hands each call, the time and chance to the pure world and keeps what comes
 * back. Thread-safe; blocks only where the host itself would wait for a lock.
 */
final class HostMachine {

  private final Object lock = new Object();
  private final InstantSource clock;
  private final RandomGenerator chance;
  private final FaultSwitch faults;
  private World world; // guarded by lock

  HostMachine(World world, InstantSource clock, long seed, FaultSwitch faults) {
    this.world = world;
    this.clock = clock;
    this.chance = new Random(seed);
    this.faults = faults;
  }

  /** Answers a call, after waiting for the guest's lock where the host does. */
  Reply answer(Call call) throws InterruptedException {
    while (true) {
      Turn turn;
      synchronized (lock) {
        turn = Api.answer(world, call, moment());
        world = turn.world();
      }
      switch (turn) {
        case Turn.Answered answered -> {
          return answered.reply();
        }
        case Turn.Waiting waiting -> Thread.sleep(Duration.between(clock.instant(), waiting.until()).plusMillis(1));
      }
    }
  }

  /** Who sends these credentials. */
  Caller proven(String method, String path, Credentials credentials) throws Unproven {
    return switch (new Gate(access()).check(method, path, credentials, clock.instant())) {
      case Gate.Verdict.Known known -> known.caller();
      case Gate.Verdict.Refused refused -> throw Refusal.of(403, refused.message());
      case Gate.Verdict.Unknown unknown -> throw new Unproven(unknown.reason());
    };
  }

  /** The caller could not be proven: a 401. */
  static final class Unproven extends Exception {
    private static final long serialVersionUID = 1;

    Unproven(String reason) {
      super(reason);
    }
  }

  private AccessControl access() {
    synchronized (lock) {
      return world.access();
    }
  }

  /** The world as it is now. */
  World look() {
    synchronized (lock) {
      world = Api.advance(world, moment());
      return world;
    }
  }

  /** Changes the world as somebody at the host's own keyboard would. */
  <T> T change(BiFunction<World, Moment, Changed<T>> change) {
    synchronized (lock) {
      Changed<T> changed = change.apply(Api.advance(world, moment()), moment());
      world = changed.world();
      return changed.result();
    }
  }

  record Changed<T>(World world, T result) {}

  private Moment moment() {
    return new Moment(clock.instant(), chance, faults::taskFailure);
  }

  InstantSource clock() {
    return clock;
  }
}
