package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kind {@code Host}: a Proxmox VE host, which may be one node of a cluster. */
public final class HostKind {

  public static final String NAME = "Host";

  /** The port on which Proxmox serves its API; used where the endpoint names none. */
  private static final int API_PORT = 8006;

  private static final int MAX_PORT = 65_535;

  private static final Shape TLS = new Shape.Struct(
      "Whose word is taken for its certificate; default is the system's authorities.", List.of(
      Shape.Field.optional("fingerprint", Shape.Text.matching("SHA-256 of the leaf certificate: 32 hex bytes with colons.",
          "([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}")),
      Shape.Field.optional("ca", Shape.Text.matching("PEM file with the authority, an absolute path on the reconciler's machine.",
          "/[^\\r\\n]+", "/etc/pvefleet/ca.pem"))));

  private static final Shape MAINTENANCE = new Shape.Struct(
      "Until then nothing is applied; the host is observed as always.", List.of(
      Shape.Field.required("until", Shape.Text.matching("When it ends, with its offset from UTC.",
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})", "2026-12-01T06:00:00+09:00")),
      Shape.Field.required("reason", new Shape.Text("Why, for those who see it held.", Optional.empty(), 1, 200, List.of()))));

  public static final Shape.Struct SPEC = new Shape.Struct("A Proxmox VE host, or one node of a cluster.", List.of(
      Shape.Field.required("endpoint", Shape.Text.matching(
          "Address of its API: https, a name or an IP address, and a port (8006 if left out); no path.",
          "https://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?/?", "https://100.64.0.10:8006")),
      Shape.Field.optional("node", Shape.Text.matching("Its node name in Proxmox; found out when the host is no cluster member.",
          "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", "pve1")),
      Shape.Field.optional("site", DocumentShape.name("Its site; default is the folder under sites/.", "seoul-001")),
      Shape.Field.optional("tls", TLS),
      Shape.Field.required("tokenRef", new Shape.SecretReference(
          "Where the API token (user@realm!id=secret) is kept: env:NAME or file:/path, never the token.")),
      Shape.Field.optional("consoleLoginRef", new Shape.SecretReference(
          "Where a login (user@realm:password) is kept: env:NAME or file:/path. Used for terminals only, and only where the host is "
              + "too old (before PVE 9.1) to let an API token use them.")),
      Shape.Field.optional("mode",
          Shape.Words.of("enforce (default) applies plans; observe only shows them.", "enforce", "observe")),
      Shape.Field.optional("maintenance", MAINTENANCE)));

  private HostKind() {}

  /** Reads a document whose shape was checked; empty where a value cannot be used, which is then an error. */
  public static Optional<Host> parse(Envelope envelope, String site, Diagnostics diagnostics) {
    Node.Mapping spec = envelope.spec();
    Optional<URI> endpoint = endpoint(spec, diagnostics);
    Optional<Host.Tls> tls = tls(spec, diagnostics);
    Optional<Host.Maintenance> maintenance = maintenance(spec, diagnostics);
    Host.Mode mode = spec.string("mode").orElse("enforce").equals("observe") ? Host.Mode.OBSERVE : Host.Mode.ENFORCE;
    if (endpoint.isEmpty() || tls.isEmpty()) {
      return Optional.empty();
    }
    Optional<SecretRef> consoleLogin = spec.string("consoleLoginRef").map(SecretRef::new);
    return Optional.of(new Host(envelope.name(), site, endpoint.get(), spec.string("node"), tls.get(),
        new SecretRef(spec.string("tokenRef").orElse("")), consoleLogin, mode, maintenance, envelope.labels(), envelope.place()));
  }

  private static Optional<URI> endpoint(Node.Mapping spec, Diagnostics diagnostics) {
    String text = spec.string("endpoint").orElse("");
    @Nullable String host = null;
    int port = 0;
    try {
      URI uri = new URI(text);
      host = uri.getHost();
      port = uri.getPort() < 0 ? API_PORT : uri.getPort();
    } catch (URISyntaxException _) {
      // The same as a URI without a host: the pattern lets through what only looks like an IPv6 address.
    }
    if (host == null || port == 0 || port > MAX_PORT) {
      diagnostics.error(ModelCodes.BAD_ADDRESS, spec.get("endpoint").orElse(spec).place(), "spec.endpoint", text,
          "\"" + text + "\" has no usable " + (host == null ? "host name or address." : "port; 1 to 65535 is allowed."),
          "Write it as https://100.64.0.10:8006.");
      return Optional.empty();
    }
    return Optional.of(URI.create("https://" + host + ":" + port));
  }

  private static Optional<Host.Tls> tls(Node.Mapping spec, Diagnostics diagnostics) {
    Optional<Node> node = spec.get("tls");
    if (node.isEmpty() || !(node.get() instanceof Node.Mapping tls)) {
      return Optional.of(new Host.Tls.SystemTrust());
    }
    Optional<String> fingerprint = tls.string("fingerprint");
    Optional<String> ca = tls.string("ca");
    if (fingerprint.isPresent() && ca.isPresent()) {
      diagnostics.error(ModelCodes.CONTRADICTION, tls.place(), "spec.tls", "",
          "Both fingerprint and ca are given; only one can decide whether the certificate is trusted.", "Remove one of them.");
      return Optional.empty();
    }
    return Optional.of(fingerprint.<Host.Tls>map(hex -> new Host.Tls.Fingerprint(hex.toUpperCase(Locale.ROOT)))
        .or(() -> ca.map(Host.Tls.CaFile::new))
        .orElse(new Host.Tls.SystemTrust()));
  }

  private static Optional<Host.Maintenance> maintenance(Node.Mapping spec, Diagnostics diagnostics) {
    Optional<Node> node = spec.get("maintenance");
    if (node.isEmpty() || !(node.get() instanceof Node.Mapping maintenance)) {
      return Optional.empty();
    }
    String until = maintenance.string("until").orElse("");
    try {
      Instant instant = OffsetDateTime.parse(until).toInstant();
      return Optional.of(new Host.Maintenance(instant, maintenance.string("reason").orElse("")));
    } catch (DateTimeParseException _) {
      diagnostics.error(ModelCodes.BAD_TIME, maintenance.get("until").orElse(maintenance).place(), "spec.maintenance.until",
          until, "\"" + until + "\" is no date and time that exists.", "Write it as 2026-12-01T06:00:00+09:00.");
      return Optional.empty();
    }
  }
}
