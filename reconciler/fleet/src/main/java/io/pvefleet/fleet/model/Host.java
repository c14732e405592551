package io.pvefleet.fleet.model;

import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A Proxmox VE host as declared.
 *
 * @param name unique in the fleet
 * @param site name of its site
 * @param endpoint {@code https://address:8006}, without a path
 * @param node node name in Proxmox; empty where it is to be found out, which needs a host that is no cluster member
 * @param tokenRef where the API token {@code user@realm!id=uuid} is kept
 * @param consoleLoginRef where a user's login {@code user@realm:password} is kept, for terminals of a host that lets no API token use
 *     them; nothing else is done with it
 * @param place where the document stands
 */
public record Host(
    String name,
    String site,
    URI endpoint,
    Optional<String> node,
    Tls tls,
    SecretRef tokenRef,
    Optional<SecretRef> consoleLoginRef,
    Mode mode,
    Optional<Maintenance> maintenance,
    Map<String, String> labels,
    Place place) {

  public Host {
    labels = Map.copyOf(labels);
  }

  /** A host whose terminals, if there are any, go by its token. */
  public Host(String name, String site, URI endpoint, Optional<String> node, Tls tls, SecretRef tokenRef, Mode mode,
      Optional<Maintenance> maintenance, Map<String, String> labels, Place place) {
    this(name, site, endpoint, node, tls, tokenRef, Optional.empty(), mode, maintenance, labels, place);
  }

  /** Whose word is taken for the host's certificate. */
  public sealed interface Tls {
    /** The authorities that the system trusts, and the host's name must match. */
    record SystemTrust() implements Tls {}

    /** Exactly the leaf certificate with this SHA-256, as 32 colon-separated upper-case hex bytes; no name is checked. */
    record Fingerprint(String sha256) implements Tls {}

    /** Certificates signed by an authority in this PEM file; the host's name must match. */
    record CaFile(String path) implements Tls {}
  }

  /** {@code enforce}: plans are applied; {@code observe}: they are only shown. */
  public enum Mode {
    ENFORCE,
    OBSERVE
  }

  /** No change is applied until then; the host is observed as always. */
  public record Maintenance(Instant until, String reason) {}
}
