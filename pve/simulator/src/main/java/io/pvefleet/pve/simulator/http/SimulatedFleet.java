package io.pvefleet.pve.simulator.http;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Any number of simulated Proxmox hosts in this process, each on a TLS port and with a certificate of its own, all on
 * loopback. Runs on virtual threads until closed.
 */
public final class SimulatedFleet implements AutoCloseable {

  private final List<SimulatedHost> hosts;

  private SimulatedFleet(List<SimulatedHost> hosts) {
    this.hosts = List.copyOf(hosts);
  }

  /** Starts all hosts and returns when each accepts connections. Throws where a port is taken; then none runs. */
  public static SimulatedFleet start(SimulationSettings settings) {
    return start(settings, InstantSource.system());
  }

  /** As {@link #start(SimulationSettings)}, with a clock of the caller's. */
  public static SimulatedFleet start(SimulationSettings settings, InstantSource clock) {
    List<SimulatedHost> started = new ArrayList<>();
    // Making keys is what takes time: all cores do it.
    try (ExecutorService cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<SimulatedHost>> starting =
          IntStream.range(0, settings.hosts())
              .mapToObj(i -> cores.submit(() -> new SimulatedHost(i, settings, clock)))
              .toList();
      RuntimeException failed = null;
      for (Future<SimulatedHost> host : starting) {
        try {
          started.add(host.get());
        } catch (ExecutionException e) {
          failed = new IllegalStateException("a simulated host cannot start: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          failed = new IllegalStateException("interrupted while starting simulated hosts", e);
        }
      }
      if (failed != null) {
        started.forEach(SimulatedHost::close);
        throw failed;
      }
    }
    return new SimulatedFleet(started);
  }

  /** The hosts in the order of their ports. */
  public List<SimulatedHost> hosts() {
    return hosts;
  }

  /** One host by its name. */
  public SimulatedHost host(String name) {
    return hosts.stream()
        .filter(h -> h.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no simulated host is named " + name));
  }

  @Override
  public void close() {
    hosts.forEach(SimulatedHost::close);
  }
}
