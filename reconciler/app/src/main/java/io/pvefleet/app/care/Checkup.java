package io.pvefleet.app.care;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.view.HostCare;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Looks at the way to a host from its name to its privileges, one step after the other, and stops where the next cannot succeed.
 * Changes nothing; blocks.
 */
public final class Checkup {

  /** Two round trips to the farthest site take 200 ms; what needs longer than this is not there. */
  private static final int CONNECT_MILLIS = 5_000;

  /** A time server keeps clocks within milliseconds; more than this confuses whoever compares logs. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final HostLines lines;
  private final Clock clock;

  public Checkup(HostLines lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  /**
   * All steps up to the first that makes the rest pointless.
   *
   * @param vms of the host, which may need privileges beyond the usual
   */
  public HostCare look(Host host, List<Vm> vms) {
    return look(host, vms, vms.stream().anyMatch(vm -> vm.options().containsKey("agent")), lines.to(host));
  }

  /** The same on a line that may have an end of its patience, and where agents run whether Git asks for them or not. */
  HostCare look(Host host, List<Vm> vms, boolean hasAgents, HostLine line) {
    Sheet sheet = new Sheet();
    InetAddress address;
    try {
      address = InetAddress.getByName(host.endpoint().getHost());
      String name = host.endpoint().getHost();
      sheet.findings.add(Finding.good("name", (name.equals(address.getHostAddress()) ? "" : name + ": ") + address.getHostAddress()));
    } catch (UnknownHostException e) {
      sheet.findings.add(Finding.bad("name", host.endpoint().getHost() + " has no address",
          "Correct spec.endpoint, or the DNS that this machine asks."));
      return sheet.closed(clock.instant());
    }
    Finding tcp = tcp(host, address);
    sheet.findings.add(tcp);
    if (tcp.isGood()) {
      sheet.certificate = CertificateLook.shown(host, clock.instant());
      api(host, vms, hasAgents, line, sheet);
    }
    return sheet.closed(clock.instant());
  }

  /** What has been found out so far; of one look and its thread. */
  private static final class Sheet {
    final List<Finding> findings = new ArrayList<>();
    Optional<HostCare.Latency> latency = Optional.empty();
    Optional<HostCare.Certificate> certificate = Optional.empty();
    Optional<HostCare.Token> token = Optional.empty();

    HostCare closed(Instant at) {
      return new HostCare(at, findings, latency, certificate, token);
    }
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

  private void api(Host host, List<Vm> vms, boolean hasAgents, HostLine line, Sheet sheet) {
    List<Finding> findings = sheet.findings;
    long start = System.nanoTime();
    switch (line.ask(PveRequest.get("/version"))) {
      case Answer.Data(JsonNode data) -> {
        String version = data.path("version").asString("?");
        findings.add(Finding.good("TLS and token", trust(host.tls()) + "; the token is accepted"));
        findings.add(Finding.good("version", "Proxmox VE " + version + ", first answer after " + millisSince(start) + " ms"));
        findings.add(latency(line, sheet));
        findings.add(node(host, line));
        clock(host, line).ifPresent(findings::add);
        sheet.certificate.ifPresent(shown -> {
          findings.add(CertificateLook.end(shown, clock.instant()));
          CertificateLook.asTheHostSays(host, line, shown).ifPresent(findings::add);
        });
        sheet.token = TokenLook.at(line, clock.instant());
        sheet.token.ifPresent(token -> findings.add(TokenLook.told(token, clock.instant())));
        findings.addAll(PrivilegeLook.of(line, host, version, vms, hasAgents));
      }
      case Answer.Fault(FaultKind kind, String message, var fields) -> {
        findings.add(Finding.bad("TLS and token", message, remedy(kind, message)));
        if (isOfCertificate(kind, message)) {
          sheet.certificate = sheet.certificate.map(CertificateLook::refused);
        }
      }
    }
  }

  /** Whether the client has refused the certificate: its sentences about that have the word in them, and no others have. */
  private static boolean isOfCertificate(FaultKind kind, String message) {
    return kind == FaultKind.UNREACHABLE && message.contains("certificate");
  }

  private static String remedy(FaultKind kind, String message) {
    return isOfCertificate(kind, message)
        ? "If the certificate was renewed, take its new fingerprint on the host: openssl x509 -noout -fingerprint -sha256 -in"
            + " /etc/pve/local/pve-ssl.pem, and put it into spec.tls.fingerprint."
        : HostCodes.remedy(kind);
  }

  private Finding latency(HostLine line, Sheet sheet) {
    long start = System.nanoTime();
    if (line.ask(PveRequest.get("/version")) instanceof Answer.Fault(var kind, String message, var fields)) {
      return Finding.bad("latency", message, HostCodes.remedy(kind));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    sheet.latency = Optional.of(new HostCare.Latency(took, clock.instant()));
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
            "Name the node of this host in spec.node.");
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
            ? Finding.good("clock", "within " + SKEW.toSeconds() + " s of the time here")
            : Finding.bad("clock",
                "%d s %s the time here".formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of"),
                "Let a time server keep it: timedatectl on the host. The times in its task lists are its own; pvefleet knows."));
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
