package io.pvefleet.vnc.doctor;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.process.hosts.HostClients;
import io.pvefleet.pve.console.GuestDisplays;
import io.pvefleet.pve.console.GuestState;
import io.pvefleet.pve.console.GuestType;
import io.pvefleet.pve.console.PveConsoles;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.vnc.doctor.Steps.Good;
import io.pvefleet.vnc.doctor.Steps.Stuck;
import io.pvefleet.vnc.doctor.Steps.Trouble;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Looks at the way to one console, from its host's name to the first picture, and stops where the next step cannot succeed. Blocks. */
public final class Checkup {
  private static final List<String> NEEDED = List.of("VM.Audit", "VM.Console");

  private final HostClients clients;
  private final LongSupplier nanos;

  /** @param nanos as {@code System::nanoTime} */
  public Checkup(HostClients clients, LongSupplier nanos) {
    this.clients = clients;
    this.nanos = nanos;
  }

  /** All steps up to the first that makes the rest pointless. */
  public List<Finding> of(Host host, int vmid) {
    Steps steps = new Steps(nanos);
    try {
      new NetworkWay(host).check(steps);
      PveHost client = steps.take("token", () -> token(host));
      PveConsoles consoles = steps.take("node", () -> node(host, client));
      steps.take("privileges", () -> privileges(client, vmid));
      GuestType type = steps.take("guest", () -> guest(consoles, vmid));
      GuestDisplays displays = steps.take("display", () -> display(consoles, type, vmid));
      if (displays.hasScreen()) {
        new ScreenTry(consoles, vmid).open(steps);
      } else {
        new TerminalTry(consoles, type, vmid).open(steps);
      }
    } catch (Stuck _) {
      // The last finding says why.
    }
    return steps.findings();
  }

  private Good<PveHost> token(Host host) {
    PveHost client = clients.to(host);
    JsonNode version = client.send(PveRequest.get("/version")).data();
    return new Good<>(client, client.endpoint().identity().name() + " is accepted; Proxmox VE " + version.path("version").asString("?"));
  }

  private Good<PveConsoles> node(Host host, PveHost client) throws Trouble {
    Set<String> nodes = new TreeSet<>();
    client.send(PveRequest.get("/nodes")).data().forEach(node -> nodes.add(node.path("node").asString("")));
    String shown = String.join(", ", nodes);
    if (host.node().isPresent() ? !nodes.contains(host.node().get()) : nodes.size() != 1) {
      throw new Trouble(host.node().map(name -> "there is no node " + name + ", but " + shown).orElse("the host shows " + shown),
          "Name the host's own node in spec.node.");
    }
    String node = host.node().orElse(shown);
    return new Good<>(new PveConsoles(client, node, () -> clients.consoleLogin(host)), node);
  }

  private static Good<Boolean> privileges(PveHost client, int vmid) throws Trouble {
    String path = "/vms/" + vmid;
    JsonNode held = client.send(PveRequest.get("/access/permissions").with("path", path)).data().path(path);
    List<String> missing = NEEDED.stream().filter(privilege -> !held.has(privilege)).toList();
    if (missing.isEmpty()) {
      return new Good<>(true, String.join(" and ", NEEDED) + " on " + path);
    }
    String token = client.endpoint().identity().name();
    String user = token.contains("!") ? token.substring(0, token.indexOf('!')) : token;
    throw new Trouble("missing on " + path + ": " + String.join(", ", missing),
        "On the host: pveum role add PveFleetConsole --privs '" + String.join(" ", NEEDED) + "'; pveum acl modify /vms --users '" + user
            + "' --roles PveFleetConsole; pveum acl modify /vms --tokens '" + token + "' --roles PveFleetConsole");
  }

  private static Good<GuestType> guest(PveConsoles consoles, int vmid) throws Trouble {
    GuestState state = consoles.state(vmid);
    GuestType type = state.type().orElseThrow(() -> new Trouble("the host has no guest " + vmid,
        "Correct the number; qm list and pct list on the host show what it has."));
    String what = (type == GuestType.QEMU ? "VM " : "container ") + vmid + (state.name().isEmpty() ? "" : " " + state.name());
    return switch (state.power()) {
      case RUNNING -> new Good<>(type, what + " runs");
      case PAUSED -> new Good<>(type, what + " is paused; its screen stands still");
      case STOPPED -> throw new Trouble(what + " is stopped", "Start it; a stopped guest has no console.");
      case ABSENT, UNKNOWN -> throw new Trouble("the host does not know whether " + what + " runs",
          "Look at it in the host's web interface; it may be locked or in trouble.");
    };
  }

  private static Good<GuestDisplays> display(PveConsoles consoles, GuestType type, int vmid) throws Trouble {
    GuestDisplays displays = consoles.displays(type, vmid);
    if (!displays.hasScreen() && !displays.hasTerminal()) {
      throw new Trouble("the VM has neither a screen nor a serial port (vga: none)", "Give it one of them: vga: std, or serial0: socket.");
    }
    List<String> ways = Stream.of(displays.hasScreen() ? "a screen" : "", displays.hasTerminal() ? "a terminal" : "")
        .filter(way -> !way.isEmpty()).toList();
    return new Good<>(displays, String.join(" and ", ways));
  }
}
