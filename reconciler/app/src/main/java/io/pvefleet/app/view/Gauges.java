package io.pvefleet.app.view;

import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.observe.HostUsage.Space;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Alerting.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Figures of hosts beside the limits from which on they raise alerts.
 *
 * @param alerting what the fleet says of limits; a site may say otherwise
 */
public record Gauges(Alerting alerting) {

  public Optional<Gauge> cpu(HostRow host) {
    return host.usage().node().map(load -> new Gauge("", load.cpu(), 0, load.cores(), limit(host, Rule.CPU)));
  }

  public Optional<Gauge> memory(HostRow host) {
    return host.usage().node().filter(load -> load.memoryShare().isPresent()).map(load -> memory(host, load));
  }

  /** Every storage that tells how large it is, by name. */
  public List<Gauge> storages(HostRow host) {
    OptionalInt limit = limit(host, Rule.STORAGE);
    return host.usage().storages().entrySet().stream()
        .filter(storage -> storage.getValue().active() && storage.getValue().share().isPresent())
        .map(storage -> storage(storage.getKey(), storage.getValue(), limit))
        .toList();
  }

  /** The fullest storage. */
  public Optional<Gauge> storage(HostRow host) {
    return storages(host).stream().max(Comparator.comparingDouble(Gauge::share));
  }

  /** Days before its end from which on a certificate raises an alert; empty where none does. */
  public OptionalInt certificateDays(HostRow host) {
    return limit(host, Rule.CERTIFICATE);
  }

  /** The same of a token. */
  public OptionalInt tokenDays(HostRow host) {
    return limit(host, Rule.TOKEN);
  }

  private static Gauge storage(String name, Space space, OptionalInt limit) {
    return new Gauge(name, space.share().orElse(0), space.used(), space.total(), limit);
  }

  private Gauge memory(HostRow host, Load load) {
    return new Gauge("", load.memoryShare().orElse(0), load.memory(), load.memoryTotal(), limit(host, Rule.MEMORY));
  }

  private OptionalInt limit(HostRow host, Rule rule) {
    Alerting.Limit limit = alerting.limit(rule, host.site().alerting(), Optional.empty());
    return limit.isOn() ? OptionalInt.of(limit.figure()) : OptionalInt.empty();
  }
}
