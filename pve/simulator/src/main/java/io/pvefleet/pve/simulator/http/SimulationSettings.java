package io.pvefleet.pve.simulator.http;

import java.time.Duration;

/**
 * How many hosts to simulate, and how.
 *
 * @param hosts how many
 * @param basePort port of the first host, the others follow; 0 takes any free ones
 * @param node name of the one node that each host has
 * @param latency how long each call takes at least
 * @param jitter up to how much longer it takes, drawn from the seed
 * @param seed of everything random: tokens, addresses, jitter, task times
 * @param taskSpeed how many times faster than a real host tasks run
 * @param staleness age that {@code cluster/resources} may have; 10 s on a real host
 * @param authDelay how late a 401 comes; 3 s on a real host
 * @param templates whether the templates 9000 and 9001 are there
 * @param rootPassword of {@code root@pam}
 */
public record SimulationSettings(
    int hosts,
    int basePort,
    String node,
    Duration latency,
    Duration jitter,
    long seed,
    double taskSpeed,
    Duration staleness,
    Duration authDelay,
    boolean templates,
    String rootPassword) {

  /** One host as unforgiving as a real one, on any free port. */
  public static final SimulationSettings DEFAULT =
      new SimulationSettings(
          1, 0, "pve1", Duration.ZERO, Duration.ZERO, 1, 1, Duration.ofSeconds(10), Duration.ofSeconds(3), true, "simulated");

  /** For tests: the same rules, but tasks end within milliseconds and neither lists nor refusals are late. */
  public static final SimulationSettings FAST =
      DEFAULT.withTaskSpeed(1000).withStaleness(Duration.ZERO).withAuthDelay(Duration.ZERO);

  public SimulationSettings {
    if (hosts < 1 || hosts > 10_000) {
      throw new IllegalArgumentException("hosts must be 1 to 10,000: " + hosts);
    }
    if (basePort < 0 || basePort + hosts > 65_536) {
      throw new IllegalArgumentException("ports " + basePort + " to " + (basePort + hosts - 1) + " do not exist");
    }
    if (!(taskSpeed > 0)) {
      throw new IllegalArgumentException("taskSpeed must be above 0: " + taskSpeed);
    }
  }

  public SimulationSettings withHosts(int value) {
    return new SimulationSettings(
        value, basePort, node, latency, jitter, seed, taskSpeed, staleness, authDelay, templates, rootPassword);
  }

  public SimulationSettings withBasePort(int value) {
    return new SimulationSettings(
        hosts, value, node, latency, jitter, seed, taskSpeed, staleness, authDelay, templates, rootPassword);
  }

  public SimulationSettings withNode(String value) {
    return new SimulationSettings(
        hosts, basePort, value, latency, jitter, seed, taskSpeed, staleness, authDelay, templates, rootPassword);
  }

  public SimulationSettings withLatency(Duration value) {
    return new SimulationSettings(
        hosts, basePort, node, value, jitter, seed, taskSpeed, staleness, authDelay, templates, rootPassword);
  }

  public SimulationSettings withJitter(Duration value) {
    return new SimulationSettings(
        hosts, basePort, node, latency, value, seed, taskSpeed, staleness, authDelay, templates, rootPassword);
  }

  public SimulationSettings withSeed(long value) {
    return new SimulationSettings(
        hosts, basePort, node, latency, jitter, value, taskSpeed, staleness, authDelay, templates, rootPassword);
  }

  public SimulationSettings withTaskSpeed(double value) {
    return new SimulationSettings(
        hosts, basePort, node, latency, jitter, seed, value, staleness, authDelay, templates, rootPassword);
  }

  public SimulationSettings withStaleness(Duration value) {
    return new SimulationSettings(
        hosts, basePort, node, latency, jitter, seed, taskSpeed, value, authDelay, templates, rootPassword);
  }

  public SimulationSettings withAuthDelay(Duration value) {
    return new SimulationSettings(
        hosts, basePort, node, latency, jitter, seed, taskSpeed, staleness, value, templates, rootPassword);
  }

  /** Hosts without any template. */
  public SimulationSettings withoutTemplates() {
    return new SimulationSettings(
        hosts, basePort, node, latency, jitter, seed, taskSpeed, staleness, authDelay, false, rootPassword);
  }

  public SimulationSettings withRootPassword(String value) {
    return new SimulationSettings(
        hosts, basePort, node, latency, jitter, seed, taskSpeed, staleness, authDelay, templates, value);
  }

  @Override
  public String toString() {
    return "SimulationSettings[hosts=" + hosts + ", basePort=" + basePort + ", seed=" + seed + "]";
  }
}
