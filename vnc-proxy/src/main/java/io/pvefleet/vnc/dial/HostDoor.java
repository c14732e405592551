package io.pvefleet.vnc.dial;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.pve.console.PveConsoles;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One host as dialling knows it: its client, its node's name once that is found out, why it was silent. Thread-safe. */
final class HostDoor {
  private final Host host;
  private final PveHost client;
  private final Supplier<Optional<Identity.Password>> login;

  // Two first askers may find it out twice, harmlessly; the consoles that are kept last are used from then on.
  private volatile @Nullable PveConsoles consoles;

  /** Why the host did not answer before it was left alone: a circuit that is open does not say so by its type. */
  private volatile Reason silence = Reason.CONNECT;

  /**
   * @param login for terminals of a host that lets no API token use them; asked for when it is needed
   */
  HostDoor(Host host, PveHost client, Supplier<Optional<Identity.Password>> login) {
    this.host = host;
    this.client = client;
    this.login = login;
  }

  /** Whether a declaration still leads to this client, with its token and certificate. */
  boolean isOf(Host declared, PveHost its) {
    return client == its
        && host.node().equals(declared.node())
        && host.consoleLoginRef().equals(declared.consoleLoginRef());
  }

  String name() {
    return host.name();
  }

  /** Whether a login for terminals is declared. */
  boolean hasLogin() {
    return host.consoleLoginRef().isPresent();
  }

  /**
   * Asks the host something about a guest.
   *
   * @throws ConsoleRefused for what the client could not do
   */
  <T> T ask(int vmid, Function<PveConsoles, T> question) {
    try {
      return question.apply(consoles());
    } catch (Unreachable e) {
      if (e.reason() != Reason.CIRCUIT_OPEN) {
        silence = e.reason();
      }
      throw Refusals.of(host.name(), vmid, e, silence);
    } catch (PveException e) {
      throw Refusals.of(host.name(), vmid, e, silence);
    } catch (SecretException e) { // of the login; the token was read before
      throw Refusals.withoutLogin(host.name());
    }
  }

  private PveConsoles consoles() {
    PveConsoles known = consoles;
    if (known == null) {
      known = new PveConsoles(client, host.node().orElseGet(this::onlyNode), login);
      consoles = known;
    }
    return known;
  }

  private String onlyNode() {
    List<String> nodes = new ArrayList<>();
    for (JsonNode node : client.send(PveRequest.get("/nodes")).data()) {
      nodes.add(node.path("node").asString(""));
    }
    if (nodes.size() != 1) {
      throw new ConsoleRefused(Refusal.HOST_REFUSED, "node", host.name(), String.join(", ", nodes));
    }
    return nodes.getFirst();
  }
}
