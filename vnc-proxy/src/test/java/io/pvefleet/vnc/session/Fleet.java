package io.pvefleet.vnc.session;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.vnc.access.AccessRules;
import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.catalog.Catalog;
import io.pvefleet.vnc.catalog.Catalogs;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Every host and guest is there; all rules may change. */
final class Fleet implements Catalogs {
  private final List<Consumer<Catalog>> listeners = new ArrayList<>();
  private volatile AccessRules rules = (who, what, verb) -> true;

  void publish(AccessRules next) {
    rules = next;
    listeners.forEach(listener -> listener.accept(inForce()));
  }

  @Override
  public void onNew(Consumer<Catalog> listener) {
    listeners.add(listener);
  }

  @Override
  public Catalog inForce() {
    AccessRules now = rules;
    return new Catalog() {
      @Override
      public String revision() {
        return "abc";
      }

      @Override
      public Optional<Host> host(String name) {
        return Optional.of(new Host(name, "s", URI.create("https://127.0.0.1:8006"), Optional.of("pve1"),
            new Host.Tls.SystemTrust(), new SecretRef("env:TOKEN"), Optional.empty(), Host.Mode.ENFORCE,
            Optional.empty(), Map.of(), new Place("site.yaml", 1, 1)));
      }

      @Override
      public Optional<Guest> guest(String host, int vmid) {
        return Optional.of(new Guest(host, vmid, "vm", "s", "S", ZoneOffset.UTC, Map.of(), true));
      }

      @Override
      public List<Guest> guests() {
        return List.of();
      }

      @Override
      public AccessRules rules() {
        return now;
      }
    };
  }
}
