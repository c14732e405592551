package io.pvefleet.app.care;

import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Simulated hosts with the lines to them; each has a token of its own in a made-up environment. */
final class CareHosts implements AutoCloseable {
  private final Map<String, String> environment = new ConcurrentHashMap<>();
  final SimulatedFleet fleet;
  final PveHostLines lines;

  CareHosts(int hosts) {
    this(SimulationSettings.FAST.withHosts(hosts), Clock.systemUTC());
  }

  CareHosts(int hosts, InstantSource clock) {
    this(SimulationSettings.FAST.withHosts(hosts), clock);
  }

  CareHosts(SimulationSettings settings, InstantSource clock) {
    fleet = SimulatedFleet.start(settings, clock);
    PveHttpSettings quick =
        PveHttpSettings.DEFAULT.withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(20));
    lines = new PveHostLines(quick, new Secrets(environment::get, what -> {}), RequestListener.NONE);
  }

  SimulatedHost simulated(int number) {
    return fleet.hosts().get(number);
  }

  /** The host as Git would declare it, pinned. */
  Host declared(int number) {
    return declared(number, new Host.Tls.Fingerprint(simulated(number).fingerprint()), simulated(number).token());
  }

  Host declared(int number, Host.Tls tls, String token) {
    String name = "h" + number;
    environment.put("T" + number, token);
    return new Host(
        name, name, simulated(number).endpoint(), Optional.of("pve1"), tls, new SecretRef("env:T" + number), Host.Mode.ENFORCE,
        Optional.empty(), Map.of(), new Place("sites/" + name + "/site.yaml", 1, 1));
  }

  @Override
  public void close() {
    lines.close();
    fleet.close();
  }
}
