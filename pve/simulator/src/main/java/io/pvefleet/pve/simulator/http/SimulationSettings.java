package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.console.Termproxy;
import java.time.Duration;
import java.util.function.Consumer;

/** How many hosts to simulate, and how. Immutable; each {@code with} gives settings that differ in one value. */
public final class SimulationSettings {

  /** One host as unforgiving as a real one, on any free port. */
  public static final SimulationSettings DEFAULT = new SimulationSettings(new Values());

  /** For tests: the same rules, but tasks end within milliseconds and neither lists, refusals nor consoles are late. */
  public static final SimulationSettings FAST =
      DEFAULT
          .withTaskSpeed(1000)
          .withStaleness(Duration.ZERO)
          .withAuthDelay(Duration.ZERO)
          .withConsoleStart(Duration.ZERO);

  private final Values values;

  private SimulationSettings(Values values) {
    if (values.hosts < 1 || values.hosts > 10_000) {
      throw new IllegalArgumentException("hosts must be 1 to 10,000: " + values.hosts);
    }
    if (values.basePort < 0 || values.basePort + values.hosts > 65_536) {
      throw new IllegalArgumentException(
          "ports " + values.basePort + " to " + (values.basePort + values.hosts - 1) + " do not exist");
    }
    if (!(values.taskSpeed > 0)) {
      throw new IllegalArgumentException("taskSpeed must be above 0: " + values.taskSpeed);
    }
    this.values = values;
  }

  /** How many hosts. */
  public int hosts() {
    return values.hosts;
  }

  public SimulationSettings withHosts(int value) {
    return with(v -> v.hosts = value);
  }

  /** Port of the first host, the others follow; 0 takes any free ones. */
  public int basePort() {
    return values.basePort;
  }

  public SimulationSettings withBasePort(int value) {
    return with(v -> v.basePort = value);
  }

  /** Name of the one node that each host has. */
  public String node() {
    return values.node;
  }

  public SimulationSettings withNode(String value) {
    return with(v -> v.node = value);
  }

  /** How long each call takes at least, and bytes of consoles to the client and back. */
  public Duration latency() {
    return values.latency;
  }

  public SimulationSettings withLatency(Duration value) {
    return with(v -> v.latency = value);
  }

  /** Up to how much longer a call takes, drawn from the seed. */
  public Duration jitter() {
    return values.jitter;
  }

  public SimulationSettings withJitter(Duration value) {
    return with(v -> v.jitter = value);
  }

  /** Seed of everything random: tokens, addresses, jitter, task times, passwords. */
  public long seed() {
    return values.seed;
  }

  public SimulationSettings withSeed(long value) {
    return with(v -> v.seed = value);
  }

  /** How many times faster than a real host tasks run. */
  public double taskSpeed() {
    return values.taskSpeed;
  }

  public SimulationSettings withTaskSpeed(double value) {
    return with(v -> v.taskSpeed = value);
  }

  /** Age that {@code cluster/resources} may have; 10 s on a real host. */
  public Duration staleness() {
    return values.staleness;
  }

  public SimulationSettings withStaleness(Duration value) {
    return with(v -> v.staleness = value);
  }

  /** How late a 401 comes; 3 s on a real host. */
  public Duration authDelay() {
    return values.authDelay;
  }

  public SimulationSettings withAuthDelay(Duration value) {
    return with(v -> v.authDelay = value);
  }

  /** Whether the templates 9000 and 9001 are there. */
  public boolean templates() {
    return values.templates;
  }

  /** Hosts without any template. */
  public SimulationSettings withoutTemplates() {
    return with(v -> v.templates = false);
  }

  /** Password of {@code root@pam}. */
  public String rootPassword() {
    return values.rootPassword;
  }

  public SimulationSettings withRootPassword(String value) {
    return with(v -> v.rootPassword = value);
  }

  /** How long the worker behind an accepted console takes to start, give or take a third; half a second to one on a real host. */
  public Duration consoleStart() {
    return values.consoleStart;
  }

  public SimulationSettings withConsoleStart(Duration value) {
    return with(v -> v.consoleStart = value);
  }

  /** After how long without a byte either way a screen is cut; 15 min on a real host. */
  public Duration consoleIdle() {
    return values.consoleIdle;
  }

  public SimulationSettings withConsoleIdle(Duration value) {
    return with(v -> v.consoleIdle = value);
  }

  /** How long a certificate is good for, counted from five minutes before the start; 730 days on a real host. */
  public Duration certificateLife() {
    return values.certificateLife;
  }

  public SimulationSettings withCertificateLife(Duration value) {
    return with(v -> v.certificateLife = value);
  }

  /** How terminals are served. */
  public Termproxy termproxy() {
    return values.termproxy;
  }

  public SimulationSettings withTermproxy(Termproxy value) {
    return with(v -> v.termproxy = value);
  }

  private SimulationSettings with(Consumer<Values> change) {
    Values next = new Values(values);
    change.accept(next);
    return new SimulationSettings(next);
  }

  @Override
  public String toString() {
    return "SimulationSettings[hosts=" + values.hosts + ", basePort=" + values.basePort + ", seed=" + values.seed + "]";
  }

  /** The values of a real host; changed only before the settings that hold them are made. */
  private static final class Values {
    int hosts = 1;
    int basePort;
    String node = "pve1";
    Duration latency = Duration.ZERO;
    Duration jitter = Duration.ZERO;
    long seed = 1;
    double taskSpeed = 1;
    Duration staleness = Duration.ofSeconds(10);
    Duration authDelay = Duration.ofSeconds(3);
    boolean templates = true;
    String rootPassword = "simulated";
    Duration consoleStart = Duration.ofMillis(750);
    Duration consoleIdle = Duration.ofMinutes(15);
    Duration certificateLife = Duration.ofDays(730);
    Termproxy termproxy = Termproxy.CURRENT;

    Values() {}

    Values(Values other) {
      hosts = other.hosts;
      basePort = other.basePort;
      node = other.node;
      latency = other.latency;
      jitter = other.jitter;
      seed = other.seed;
      taskSpeed = other.taskSpeed;
      staleness = other.staleness;
      authDelay = other.authDelay;
      templates = other.templates;
      rootPassword = other.rootPassword;
      consoleStart = other.consoleStart;
      consoleIdle = other.consoleIdle;
      certificateLife = other.certificateLife;
      termproxy = other.termproxy;
    }
  }
}
