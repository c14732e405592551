package io.pvefleet.app.pve;

import io.pvefleet.engine.kinds.vm.Privileges;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Looks at the way to a host from its name to its privileges, one step after the other, and stops where the next cannot succeed.
 * Changes nothing; blocks.
 */
public final class Checkup {

  /** Two round trips to the farthest site take 200 ms; what needs longer than this is not there. */
  private static final int CONNECT_MILLIS = 5_000;

  /** What observing and reconciling need on {@code /}; on PVE 7 without the SDN ones. */
  private static final List<String> NEEDED =
      List.of("VM.Audit", "Sys.Audit", "Datastore.Audit", "VM.Allocate", "VM.Clone", "VM.PowerMgmt", "VM.Config.Disk",
          "VM.Config.CDROM", "VM.Config.CPU", "VM.Config.Memory", "VM.Config.Network", "VM.Config.HWType", "VM.Config.Options",
          "VM.Config.Cloudinit", "Datastore.AllocateSpace");

  private static final List<String> NEEDED_SINCE_8 = List.of("SDN.Use");

  /** A time server keeps clocks within milliseconds; more than this confuses whoever compares logs. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final HostLines lines;
  private final Clock clock;

  public Checkup(HostLines lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  /** All steps up to the first that makes the rest pointless. */
  public List<Finding> of(Host host) {
    return of(host, List.of());
  }

  /** The same, and the privileges that these VMs of the host need beyond the usual. */
  public List<Finding> of(Host host, List<Vm> vms) {
    List<Finding> findings = new ArrayList<>();
    InetAddress address;
    try {
      address = InetAddress.getByName(host.endpoint().getHost());
      findings.add(Finding.good("name", host.endpoint().getHost() + " is " + address.getHostAddress()));
    } catch (UnknownHostException e) {
      findings.add(Finding.bad("name", host.endpoint().getHost() + " has no address",
          "Correct spec.endpoint, or the DNS that this machine asks."));
      return findings;
    }
    Finding tcp = tcp(host, address);
    findings.add(tcp);
    if (tcp.isGood()) {
      api(host, vms, findings);
    }
    return List.copyOf(findings);
  }

  private static Finding tcp(Host host, InetAddress address) {
    int port = host.endpoint().getPort() < 0 ? 443 : host.endpoint().getPort();
    long start = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return Finding.good("connection", "port %d answers after %d ms".formatted(port, millisSince(start)));
    } catch (IOException e) {
      return Finding.bad("connection", "port " + port + ": " + e.getMessage(),
          "Look at the VPN, the firewall between, and whether pveproxy runs: systemctl status pveproxy.");
    }
  }

  private void api(Host host, List<Vm> vms, List<Finding> findings) {
    HostLine line = lines.to(host);
    long start = System.nanoTime();
    switch (line.ask(PveRequest.get("/version"))) {
      case Answer.Data(JsonNode data) -> {
        String version = data.path("version").asString("?");
        findings.add(Finding.good("TLS and token", trust(host.tls()) + "; the token is accepted"));
        findings.add(Finding.good("version", "Proxmox VE " + version + ", first answer after " + millisSince(start) + " ms"));
        findings.add(latency(line));
        findings.add(node(host, line));
        clock(host, line).ifPresent(findings::add);
        findings.add(privileges(line, host, version, Privileges.beyondTheUsual(vms)));
      }
      case Answer.Fault(FaultKind kind, String message, var fields) ->
          findings.add(Finding.bad("TLS and token", message, remedy(kind, message)));
    }
  }

  private static String remedy(FaultKind kind, String message) {
    return kind == FaultKind.UNREACHABLE && message.contains("certificate")
        ? "If the certificate was renewed, take its new fingerprint on the host: openssl x509 -noout -fingerprint -sha256 -in"
            + " /etc/pve/local/pve-ssl.pem, and put it into spec.tls.fingerprint."
        : HostCodes.remedy(kind);
  }

  private static Finding latency(HostLine line) {
    long start = System.nanoTime();
    line.ask(PveRequest.get("/version"));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return took.compareTo(Duration.ofSeconds(1)) < 0
        ? Finding.good("latency", took.toMillis() + " ms on an open connection")
        : Finding.bad("latency", took.toMillis() + " ms on an open connection",
            "Look at the link, and at the load of the host: its three API workers are shared with everyone.");
  }

  private static Finding node(Host host, HostLine line) {
    Set<String> nodes = new TreeSet<>();
    if (line.ask(PveRequest.get("/nodes")) instanceof Answer.Data(JsonNode data)) {
      data.forEach(node -> nodes.add(node.path("node").asString("")));
    }
    String shown = String.join(", ", nodes);
    boolean isKnown = host.node().map(nodes::contains).orElse(nodes.size() == 1);
    return isKnown
        ? Finding.good("node", host.node().orElse(shown))
        : Finding.bad("node", host.node().map(name -> "there is no node " + name + ", but " + shown).orElse("the host shows " + shown),
            "Name the host's own node in spec.node.");
  }

  /** How far the host's clock is from ours; nothing where it does not tell. Nothing of pvefleet's rests on it, people do. */
  private Optional<Finding> clock(Host host, HostLine line) {
    Instant before = clock.instant();
    if (!(line.ask(PveRequest.get("/nodes/" + host.node().orElse("localhost") + "/time")) instanceof Answer.Data(JsonNode data))
        || data.path("time").asLong(0) == 0) {
      return Optional.empty();
    }
    // The host's answer is of somewhere in between, in whole seconds.
    Instant middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
    Duration ahead = Duration.between(middle, Instant.ofEpochSecond(data.path("time").asLong()));
    return Optional.of(
        ahead.abs().compareTo(SKEW) < 0
            ? Finding.good("clock", "within " + SKEW.toSeconds() + " s of this machine's")
            : Finding.bad("clock",
                "%d s %s this machine's".formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of"),
                "Let a time server keep it: timedatectl on the host. The times in its task lists are its own; pvefleet knows."));
  }

  private static Finding privileges(HostLine line, Host host, String version, Map<String, String> beyond) {
    return switch (line.ask(PveRequest.get("/access/permissions"))) {
      case Answer.Fault fault -> Finding.bad("privileges", fault.message(), HostCodes.remedy(fault.kind()));
      case Answer.Data(JsonNode data) -> {
        Set<String> held = new TreeSet<>();
        data.forEach(path -> path.propertyNames().forEach(held::add));
        List<String> needed = new ArrayList<>(NEEDED);
        if (!version.startsWith("7")) {
          needed.addAll(NEEDED_SINCE_8);
        }
        beyond.keySet().forEach(needed::add);
        List<String> missing = needed.stream().filter(privilege -> !held.contains(privilege)).toList();
        yield missing.isEmpty()
            ? Finding.good("privileges", "all " + needed.size() + " that observing and reconciling need")
            : Finding.bad("privileges",
                "missing: " + missing.stream().map(name -> named(name, beyond)).collect(Collectors.joining(", ")),
                "On the host: pveum role add Fleet --privs '" + String.join(" ", needed)
                    + "' && pveum acl modify / --tokens 'USER@REALM!TOKEN' --roles Fleet (the token of " + host.tokenRef().text()
                    + "; with privilege separation its user needs the role too: --users USER@REALM)");
      }
    };
  }

  /** With the field that asks for it, where it is none of the usual ones. */
  private static String named(String privilege, Map<String, String> beyond) {
    String field = beyond.get(privilege);
    return field == null ? privilege : privilege + " (for " + field + ")";
  }

  private static String trust(Host.Tls tls) {
    return switch (tls) {
      case Host.Tls.SystemTrust() -> "the certificate is trusted by this system";
      case Host.Tls.Fingerprint ignored -> "the certificate is the pinned one";
      case Host.Tls.CaFile(String path) -> "the certificate is signed by an authority in " + path;
    };
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }
}
