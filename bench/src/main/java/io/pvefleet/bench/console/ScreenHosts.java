package io.pvefleet.bench.console;

import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Simulated hosts whose VMs run and show something, each behind a link with a round trip, and the fleet repository that leads to
 * them.
 */
public final class ScreenHosts {

  /** Behind the links. */
  private static final int HIDDEN = 2_000;

  private ScreenHosts() {}

  /** {@code HOSTS VMS BASE-PORT ROUND-TRIP-MS still|paced|flood FOLDER}; runs until it is killed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int hosts = Integer.parseInt(args[0]);
    int vms = Integer.parseInt(args[1]);
    int basePort = Integer.parseInt(args[2]);
    long roundTrip = Long.parseLong(args[3]);
    FloodScreen screen =
        new FloodScreen(FloodScreen.Motion.valueOf(args[4].toUpperCase(Locale.ROOT)), FloodScreen.Security.VNC);
    Path folder = Path.of(args[5]);
    int hidden = roundTrip == 0 ? basePort : basePort + HIDDEN;
    // What a call takes on the host itself comes on top of the link; a recorded vncproxy call took 110 to 250 ms.
    SimulationSettings settings =
        SimulationSettings.DEFAULT.withHosts(hosts).withBasePort(hidden)
            .withLatency(roundTrip == 0 ? Duration.ZERO : Duration.ofMillis(50));
    SimulatedFleet fleet = SimulatedFleet.start(settings);
    Files.createDirectories(folder.resolve("access"));
    Files.writeString(folder.resolve("fleet.yaml"), "apiVersion: pvefleet/v1\nkind: Fleet\nmetadata: {name: bench}\n");
    Files.writeString(folder.resolve("access/all.yaml"),
        """
        apiVersion: pvefleet/v1
        kind: AccessPolicy
        metadata: {name: all}
        spec:
          subjects: [{user: "*"}]
          verbs: [console]
        """);
    for (SimulatedHost host : fleet.hosts()) {
      int port = basePort + host.port() - hidden;
      if (roundTrip > 0) {
        DelayLine.open(port, host.port(), roundTrip);
      }
      for (int vm = 0; vm < vms; vm++) {
        host.keyboard().create(100 + vm, Map.of("name", "vm-" + (100 + vm), "memory", "512"));
        host.keyboard().start(100 + vm);
        host.attach(100 + vm, screen);
      }
      write(folder, host, port);
    }
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private static void write(Path folder, SimulatedHost host, int port) throws IOException {
    Path site = Files.createDirectories(folder.resolve("sites").resolve(host.name()));
    Path token = Files.writeString(folder.resolveSibling(host.name() + ".token"), host.token());
    Files.writeString(site.resolve("site.yaml"),
        """
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: %1$s}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: %1$s}
        spec:
          endpoint: https://127.0.0.1:%2$d
          node: %3$s
          tls: {fingerprint: "%4$s"}
          tokenRef: file:%5$s
        """
            .formatted(host.name(), port, host.node(), host.fingerprint(), token.toAbsolutePath()));
  }
}
