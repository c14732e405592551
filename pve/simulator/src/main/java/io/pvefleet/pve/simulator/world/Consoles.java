package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.access.VncTickets;
import io.pvefleet.pve.simulator.world.console.ConsoleBook;
import io.pvefleet.pve.simulator.world.console.SimConsole;
import io.pvefleet.pve.simulator.world.console.SimConsole.Stage;
import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.task.SimTask;
import io.pvefleet.pve.simulator.world.task.SimTask.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happens to a console after the call that asked for it: it is connected to, shows something, and ends. Pure. */
public final class Consoles {

  /** What the program behind a console finds when it starts. */
  public sealed interface Found {

    /** Something to show. */
    record Shown(World world) implements Found {}

    /** Nothing. The reason goes to a terminal's screen, and of a picture only into the task's log. */
    record Missing(String reason, String exitStatus) implements Found {}
  }

  private static final List<String> SERIAL_PORTS = List.of("serial0", "serial1", "serial2", "serial3");

  private Consoles() {}

  /** Who listens on a port; nobody where its one connection was accepted before. */
  public static Optional<SimConsole> listening(World world, int port) {
    return Optional.ofNullable(world.consoles().open().get(port)).filter(c -> c.stage() == Stage.LISTENING);
  }

  /** Takes the one connection: nobody listens any more, and the task lasts as long as the connection. */
  public static World connected(World world, SimConsole console) {
    World next = world.with(world.consoles().with(console.at(Stage.CONNECTED)));
    return task(next, console)
        .map(task -> next.with(next.tasks().changed(task.with(new Phase.Running(Instant.MAX)))))
        .orElse(next);
  }

  /** The error with which bad luck ends a console's worker. */
  public static Optional<String> misfortune(World world, SimConsole console) {
    return task(world, console).flatMap(task -> task.work().bad());
  }

  /** Starts what is behind a connected console. A screen's password replaces that of the opener before. */
  public static Found started(World world, SimConsole console, Instant now) {
    return switch (console.kind()) {
      case SCREEN ->
          isRunning(world, console)
              ? shown(world.with(world.consoles().withPassword(console.vmid(), console.password(), now)), console)
              : new Found.Missing("VM " + console.vmid() + " not running", "Failed to run vncproxy.");
      case SERIAL, DRAWN_SERIAL -> serial(world, console);
      case CONTAINER, DRAWN_CONTAINER ->
          isRunning(world, console)
              ? shown(world, console)
              : new Found.Missing("lxc-console: " + console.vmid() + " is not running", "OK");
      case SHELL -> shown(world, console);
    };
  }

  /** Source: qemu-server {@code CLI/qm.pm}, {@code terminal}. Its own failure is none of termproxy. */
  private static Found serial(World world, SimConsole console) {
    SimVm vm = world.qemu().vms().get(console.vmid());
    if (vm == null) {
      return new Found.Missing("VM " + console.vmid() + " not running", "OK");
    }
    String device = console.device();
    if (device.isEmpty()) {
      if (SERIAL_PORTS.stream().noneMatch(port -> vm.get(port).filter("socket"::equals).isPresent())) {
        return new Found.Missing("unable to find a serial interface", "OK");
      }
    } else if (vm.get(device).isEmpty()) {
      return new Found.Missing("serial interface '" + device + "' is not configured", "OK");
    } else if (vm.get(device).filter("socket"::equals).isEmpty()) {
      return new Found.Missing("wrong serial type on interface '" + device + "'", "OK");
    }
    return vm.isRunning()
        ? shown(world, console)
        : new Found.Missing("VM " + console.vmid() + " not running", "OK");
  }

  private static Found shown(World world, SimConsole console) {
    return new Found.Shown(world.with(world.consoles().with(console.at(Stage.SHOWING))));
  }

  /** The password that a screen lets in with at that moment; empty where nobody is let in. */
  public static Optional<String> password(World world, SimConsole console, Instant now) {
    return console.kind() == SimConsole.Kind.SCREEN
        ? world.consoles().password(console.vmid(), now)
        : Optional.of(console.password());
  }

  /** What termproxy says to a first line of {@code user:ticket}: empty where it lets in. */
  public static Optional<String> refusal(World world, SimConsole console, String user, String ticket, Instant now) {
    int bang = user.indexOf('!');
    if (bang >= 0 && world.consoles().termproxy() == Termproxy.REFUSES_TOKENS) {
      return Optional.of("value '" + user + "' does not look like a valid user name");
    }
    Caller caller =
        bang < 0 ? new Caller.Ticket(user) : new Caller.Token(user.substring(0, bang), user.substring(bang + 1));
    boolean valid =
        new VncTickets(world.access().ticketKey()).isValid(ticket, user, console.path(), console.port(), now)
            && Rights.may(world, caller, console.path(), console.privilege());
    return valid ? Optional.empty() : Optional.of("invalid authentication - 401 permission denied - invalid PVEVNC ticket");
  }

  /** How the task of a terminal ends to which nobody came who could prove himself. */
  public static String terminalFailure(SimConsole console) {
    return ConsoleCalls.failed(console);
  }

  /** Ends a console's worker; nothing where it had ended before. */
  public static World ended(World world, SimConsole console, String exitStatus, List<String> log, Instant at) {
    Optional<SimTask<Work>> task = task(world, console);
    World next = world.with(world.consoles().without(console));
    return task.isEmpty() ? next : Clockwork.ended(next, task.get(), exitStatus, log, at);
  }

  /** Ends the consoles whose guest has stopped: what they copied from is gone, which is no error. */
  static World hungUp(World world, Instant at) {
    ConsoleBook book = world.consoles();
    World next = world;
    for (SimConsole console : book.open().values()) {
      if (console.stage() == Stage.SHOWING && !isRunning(world, console)) {
        next = ended(next, console, "OK", List.of(), at);
      }
    }
    return next;
  }

  private static boolean isRunning(World world, SimConsole console) {
    return switch (console.kind()) {
      case SCREEN, SERIAL, DRAWN_SERIAL -> world.qemu().vm(console.vmid()).filter(SimVm::isRunning).isPresent();
      case CONTAINER, DRAWN_CONTAINER ->
          Optional.ofNullable(world.containers().get(console.vmid())).filter(Container::isRunning).isPresent();
      case SHELL -> true;
    };
  }

  private static Optional<SimTask<Work>> task(World world, SimConsole console) {
    return world.tasks().active().stream().filter(t -> t.number() == console.task()).findFirst();
  }
}
