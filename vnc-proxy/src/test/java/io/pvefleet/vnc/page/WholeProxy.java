package io.pvefleet.vnc.page;

import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.vnc.catalog.Repository;
import io.pvefleet.vnc.settings.ProxySettings;
import io.pvefleet.vnc.web.ConsoleProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * The proxy as people run it: a simulated host, a fleet repository and a file of users. VM 101 is a running till with a serial
 * line, 102 is off. Kim may use every console, Lee may watch.
 */
final class WholeProxy implements AutoCloseable {
  static final int TILL = 101;
  static final int OFF = 102;
  static final String PASSWORD = "a long enough password";

  private final SimulatedFleet simulated;
  private ProxySettings settings;
  private ConsoleProxy proxy;

  WholeProxy(Path folder) throws IOException {
    simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
    SimulatedHost host = host();
    host.keyboard().create(TILL, Map.of("name", "pos-01", "memory", "512", "serial0", "socket"));
    host.keyboard().start(TILL);
    host.keyboard().create(OFF, Map.of("name", "pos-02", "memory", "512"));
    Repository repository = repository(folder, host);
    Path users = folder.resolve("users");
    String hash = new BCryptPasswordEncoder(10).encode(PASSWORD);
    Files.writeString(users, "kim:" + hash + ":\nlee:" + hash + ":\n");
    users.toFile().setReadable(false, false);
    users.toFile().setReadable(true, true);
    settings =
        ProxySettings.of(
                RepositorySettings.of(repository.folder().toUri().toString()).withPoll(Duration.ofSeconds(1)),
                folder.resolve("state"), new ProxySettings.Login.Users(users))
            .listeningOn("127.0.0.1", 0);
    proxy = ConsoleProxy.run(settings);
    settings = settings.listeningOn("127.0.0.1", proxy.address().getPort());
  }

  SimulatedHost host() {
    return simulated.hosts().getFirst();
  }

  String base() {
    return proxy.address().toString();
  }

  /** The process ends and a new one takes its port. */
  void restart() {
    proxy.close();
    proxy = ConsoleProxy.run(settings);
  }

  @Override
  public void close() {
    proxy.close();
    simulated.close();
  }

  private static Repository repository(Path folder, SimulatedHost host) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), host.consoleToken());
    token.toFile().setReadable(false, false);
    token.toFile().setReadable(true, true);
    Repository repository = new Repository(folder.resolve("origin"));
    Files.delete(repository.folder().resolve("sites/seoul-001/site.yaml"));
    Files.delete(repository.folder().resolve("sites/seoul-001/vms.yaml"));
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
        """.formatted(host.name(), host.endpoint(), token, host.fingerprint()));
    repository.file("sites/" + host.name() + "/vms.yaml", """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-01, labels: {role: pos}}
        spec: {vmid: 101}
        ---
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-02, labels: {role: pos}}
        spec: {vmid: 102}
        """);
    repository.file("access/p.yaml", """
        apiVersion: pvefleet/v1
        kind: AccessPolicy
        metadata: {name: kim}
        spec: {subjects: [{user: kim}], verbs: [console]}
        ---
        apiVersion: pvefleet/v1
        kind: AccessPolicy
        metadata: {name: lee}
        spec: {subjects: [{user: lee}], verbs: [view]}
        """);
    repository.commit("A site");
    return repository;
  }
}
