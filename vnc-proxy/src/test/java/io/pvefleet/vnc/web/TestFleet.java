package io.pvefleet.vnc.web;

import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.vnc.catalog.Repository;
import io.pvefleet.vnc.settings.ProxySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Simulated hosts, a fleet repository of them and a proxy that reads it. Each host has VMs from 101 on, all running but 109, with
 * names and a site. Kim may use every console, Lee may see them, Choi nothing.
 */
final class TestFleet implements AutoCloseable {
  static final int STOPPED = 109;

  final SimulatedFleet simulated;
  final Repository repository;
  final Path folder;
  ProxySettings settings;
  ConsoleProxy proxy;

  TestFleet(Path folder, int hosts, int vms, SimulationSettings simulation, ProxySettings.Limits limits) throws IOException {
    this.folder = folder;
    this.simulated = SimulatedFleet.start(simulation.withHosts(hosts));
    this.repository = new Repository(folder.resolve("origin"));
    Files.delete(repository.folder().resolve("sites/seoul-001/site.yaml"));
    Files.delete(repository.folder().resolve("sites/seoul-001/vms.yaml"));
    for (SimulatedHost host : simulated.hosts()) {
      for (int vmid = 101; vmid <= 100 + vms; vmid++) {
        host.keyboard().create(vmid, Map.of("name", "vm-" + vmid, "memory", "512"));
        if (vmid != STOPPED) {
          host.keyboard().start(vmid);
        }
      }
      declare(host, host.consoleToken(), host.fingerprint());
    }
    policies("console");
    repository.commit("A fleet");
    settings =
        ProxySettings.of(
                RepositorySettings.of(repository.folder().toUri().toString()).withPoll(Duration.ofSeconds(1)),
                folder.resolve("state"), new ProxySettings.Login.Header(Visitor.USER, Visitor.GROUPS, List.of("127.0.0.1")))
            .listeningOn("127.0.0.1", 0)
            .withLimits(limits);
    proxy = run();
  }

  static TestFleet small(Path folder) throws IOException {
    return new TestFleet(folder, 1, 9, SimulationSettings.FAST, ProxySettings.Limits.DEFAULT);
  }

  /** Writes the documents of a host, with that token and pin. */
  void declare(SimulatedHost host, String token, String fingerprint) throws IOException {
    Path file = Files.writeString(folder.resolve(host.name() + ".token"), token);
    file.toFile().setReadable(false, false);
    file.toFile().setReadable(true, true);
    repository.file("sites/" + host.name() + "/site.yaml", """
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: %1$s}
        spec: {displayName: 서울 1호점}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: %1$s}
        spec: {endpoint: "%2$s", tokenRef: "file:%3$s", tls: {fingerprint: "%4$s"}}
        """.formatted(host.name(), host.endpoint(), file, fingerprint));
    repository.file("sites/" + host.name() + "/vms.yaml", """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-01, labels: {role: pos}}
        spec: {vmid: 101}
        """);
  }

  /** What Kim may from the next commit on; nothing where it is empty. */
  void policies(String kim) {
    String own = kim.isEmpty() ? "" : """
        apiVersion: pvefleet/v1
        kind: AccessPolicy
        metadata: {name: kim}
        spec: {subjects: [{user: kim}], verbs: [%s]}
        ---
        """.formatted(kim);
    repository.file("access/p.yaml", own + """
        apiVersion: pvefleet/v1
        kind: AccessPolicy
        metadata: {name: park}
        spec: {subjects: [{user: park}], verbs: [console]}
        ---
        apiVersion: pvefleet/v1
        kind: AccessPolicy
        metadata: {name: lee}
        spec: {subjects: [{user: lee}], verbs: [view]}
        """);
  }

  SimulatedHost host() {
    return simulated.hosts().getFirst();
  }

  private ConsoleProxy run() {
    return ConsoleProxy.run(settings);
  }

  /** Stops the proxy and starts it again on the same port, with what it kept. */
  void restart() {
    int port = proxy.address().getPort();
    proxy.close();
    settings = settings.listeningOn("127.0.0.1", port);
    proxy = run();
  }

  Visitor visitor(String user) {
    return new Visitor(proxy.address(), user);
  }

  @Override
  public void close() {
    proxy.close();
    simulated.close();
  }
}
