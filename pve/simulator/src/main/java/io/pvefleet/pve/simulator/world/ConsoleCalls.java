package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.VncTickets;
import io.pvefleet.pve.simulator.world.console.ConsoleBook;
import io.pvefleet.pve.simulator.world.console.SimConsole;
import io.pvefleet.pve.simulator.world.console.SimConsole.Kind;
import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.task.Locks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that open consoles: tickets, ports and the workers that wait there. Source: qemu-server and pve-container
 * {@code API2}, pve-manager {@code API2/Nodes.pm}; answers as recorded.
 */
final class ConsoleCalls {

  private static final String VM = "/nodes/{node}/qemu/{vmid}/";
  private static final String CONTAINER = "/nodes/{node}/lxc/{vmid}/";
  /** How long a call waits until its worker listens. Seen: {@code Timeout while waiting for port}. */
  private static final Duration PORT_READY = Duration.ofSeconds(5);

  private ConsoleCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("POST " + VM + "vncproxy", q -> screen(q, machine(q)));
    handlers.put("POST " + VM + "termproxy", q -> serial(q, machine(q)));
    handlers.put("GET " + VM + "vncwebsocket", q -> websocket(q, guestPath(q)));
    handlers.put("POST " + CONTAINER + "vncproxy", q -> container(q, Kind.DRAWN_CONTAINER));
    handlers.put("POST " + CONTAINER + "termproxy", q -> container(q, Kind.CONTAINER));
    handlers.put("GET " + CONTAINER + "vncwebsocket", q -> websocket(q, guestPath(q)));
    handlers.put("POST /nodes/{node}/termproxy", ConsoleCalls::shell);
    handlers.put("GET /nodes/{node}/vncwebsocket", q -> websocket(q, nodePath(q)));
  }

  private static SimVm machine(Query q) {
    Api.demandNode(q.world(), q.text("node"));
    int vmid = Integer.parseInt(q.text("vmid"));
    return q.world().qemu().vm(vmid).orElseThrow(() ->
        Refusal.died(
            "Configuration file 'nodes/" + q.world().facts().node() + "/qemu-server/" + vmid + ".conf' does not exist"));
  }

  private static String guestPath(Query q) {
    return "/vms/" + Integer.parseInt(q.text("vmid"));
  }

  private static String nodePath(Query q) {
    return "/nodes/" + q.text("node");
  }

  /** A machine whose display is a serial port is drawn by vncterm. Running or not is only found out by the worker. */
  private static Turn screen(Query q, SimVm vm) {
    Optional<String> serial = serialDisplay(vm);
    return opened(q, serial.isPresent() ? Kind.DRAWN_SERIAL : Kind.SCREEN, guestPath(q), serial.orElse(""));
  }

  private static Turn serial(Query q, SimVm vm) {
    return opened(q, Kind.SERIAL, guestPath(q), q.get("serial").or(() -> serialDisplay(vm)).orElse(""));
  }

  private static Optional<String> serialDisplay(SimVm vm) {
    return vm.get("vga").map(vga -> vga.replaceFirst("^type=", "").split(",", 2)[0]).filter(v -> v.matches("serial[0-3]"));
  }

  private static Turn container(Query q, Kind kind) {
    Api.demandNode(q.world(), q.text("node"));
    LxcCalls.container(q);
    return opened(q, kind, guestPath(q), "");
  }

  private static Turn shell(Query q) {
    Api.demandNode(q.world(), q.text("node"));
    if (!q.get("cmd").orElse("login").equals("login") && !q.caller().isRootItself()) {
      throw Refusal.forbidden("user != root@pam");
    }
    return opened(q, Kind.SHELL, nodePath(q), "");
  }

  private static Turn opened(Query q, Kind kind, String path, String device) {
    World world = q.world();
    Instant now = q.moment().now();
    ConsoleBook book = world.consoles();
    int port = book.freePort(q.arrived()).orElseThrow(() ->
        Refusal.died("unable to find free port (" + ConsoleBook.FIRST_PORT + "-" + (ConsoleBook.LAST_PORT + 1) + ")"));
    int vmid = kind == Kind.SHELL ? 0 : Integer.parseInt(q.text("vmid"));
    SimConsole asked =
        new SimConsole(
            port, world.tasks().nextNumber(), kind, vmid, path, q.caller().id(), "", device, SimConsole.Stage.LISTENING);
    if (asked.isTerminal() && book.termproxy() == Termproxy.MISSING) {
      Instant late = q.arrived().plus(PORT_READY);
      if (now.isBefore(late)) {
        return new Turn.Waiting(world, late);
      }
      throw Refusal.died("Timeout while waiting for port '" + port + "' to get ready!");
    }
    SimConsole console = asked.isTerminal() ? asked : asked.with(password(q.moment().chance()));
    Clockwork.TaskPlan plan =
        new Clockwork.TaskPlan(
            kind == Kind.SHELL ? "vncshell" : "vncproxy", vmid == 0 ? "" : Integer.toString(vmid), q.caller().id(), Locks.NONE,
            ConsoleBook.ACCEPT,
            (later, at) -> new Work.End(without(later, console), unconnected(console), List.of(), List.of()),
            (later, at) -> without(later, console));
    World listening = world.with(book.reserving(port, now, world.pace().taskSpeed()).with(console));
    Clockwork.Started started = Clockwork.startUntil(listening, plan, q.moment());
    return q.answer(started.world(), Reply.ok(answer(q, console, started.upid())));
  }

  private static World without(World world, SimConsole console) {
    return world.with(world.consoles().without(console));
  }

  /** How a worker ends to which nobody came. */
  private static String unconnected(SimConsole console) {
    return console.isTerminal() ? failed(console) : "connection timed out";
  }

  /** How a terminal's worker ends after termproxy told its log what is wrong. Source: its {@code main.rs}. */
  static String failed(SimConsole console) {
    return "command '/usr/bin/termproxy " + console.port() + " --path " + console.path() + " --perm " + console.privilege()
        + " -- " + command(console) + "' failed: exit code 1";
  }

  private static String command(SimConsole console) {
    String vmid = Integer.toString(console.vmid());
    return switch (console.kind()) {
      case SCREEN -> "/usr/sbin/qm vncproxy " + vmid;
      case SERIAL, DRAWN_SERIAL ->
          "/usr/sbin/qm terminal " + vmid + " -escape 0" + (console.device().isEmpty() ? "" : " -iface " + console.device());
      case CONTAINER, DRAWN_CONTAINER ->
          "/usr/bin/dtach -A /var/run/dtach/vzctlconsole" + vmid + " -r winch -z lxc-console -n " + vmid + " -e -1";
      case SHELL -> "/bin/login -f root";
    };
  }

  private static ObjectNode answer(Query q, SimConsole console, String upid) {
    ObjectNode data = Json.object();
    VncTickets tickets = new VncTickets(q.access().ticketKey());
    data.put("user", console.user()).put("upid", upid).put("port", Integer.toString(console.port()));
    data.put(
        "ticket", tickets.ticket(console.user(), console.path(), console.port(), console.password(), q.moment().now()));
    if (!console.isTerminal()) {
      List<HostFacts.Certificate> certificates = q.world().facts().certificates();
      data.put("password", console.password()).put("cert", certificates.isEmpty() ? "" : certificates.getFirst().pem());
    }
    return data;
  }

  /** Eight of the 64 characters that uuencoding knows, awkward ones for an address among them. */
  private static String password(RandomGenerator chance) {
    StringBuilder text = new StringBuilder(8);
    for (int i = 0; i < 8; i++) {
      text.append((char) chance.nextInt('!', '`' + 1));
    }
    return text.toString();
  }

  /** The check before an upgrade; without one the port is all there is to say. */
  private static Turn websocket(Query q, String path) {
    Api.demandNode(q.world(), q.text("node"));
    int port = Integer.parseInt(q.text("port"));
    VncTickets tickets = new VncTickets(q.access().ticketKey());
    if (!tickets.isValid(q.text("vncticket"), q.caller().id(), path, port, q.moment().now())) {
      throw Refusal.of(401, "permission denied - invalid PVEVNC ticket\n");
    }
    return q.answer(Reply.ok(Json.object().put("port", Integer.toString(port))));
  }
}
