package io.pvefleet.vnc.dial;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.process.hosts.HostClients;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.pve.console.GuestDisplays;
import io.pvefleet.pve.console.GuestState;
import io.pvefleet.pve.console.GuestType;
import io.pvefleet.pve.console.PveConsoles;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Dialler;
import io.pvefleet.vnc.session.Display;
import io.pvefleet.vnc.session.Line;
import io.pvefleet.vnc.session.Refusal;
import io.pvefleet.vnc.session.Target;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Dials guests of Proxmox hosts through the client. Thread-safe. */
public final class HostDialler implements Dialler {

  private final HostClients clients;
  private final LongSupplier nanos;
  private final VmLocks locks = new VmLocks();
  private final ConcurrentHashMap<String, HostDoor> doors = new ConcurrentHashMap<>();

  /**
   * @param clients made with {@link PveHttpSettings#CONSOLES}
   * @param nanos a clock that only goes forward, such as {@code System::nanoTime}
   */
  public HostDialler(HostClients clients, LongSupplier nanos) {
    this.clients = clients;
    this.nanos = nanos;
  }

  @Override
  public Line look(Target target) {
    HostDoor door = door(target.host());
    int vmid = target.vmid();
    GuestState state = door.ask(vmid, (PveConsoles consoles) -> consoles.state(vmid));
    GuestType type = state.type().orElseThrow(() -> Refusals.gone(door.name(), vmid));
    switch (state.power()) {
      case ABSENT -> throw Refusals.gone(door.name(), vmid);
      case STOPPED -> throw Refusals.stopped(door.name(), vmid);
      // Unknown is not stopped: the dial finds out.
      case RUNNING, PAUSED, UNKNOWN -> {}
    }
    return new GuestLine(door, locks, nanos, type, vmid, state.name(), display(door, type, target));
  }

  private static Display display(HostDoor door, GuestType type, Target target) {
    Optional<Display> wanted = target.display();
    if (type == GuestType.LXC) {
      if (wanted.equals(Optional.of(Display.SCREEN))) {
        throw none(door, target, Display.SCREEN);
      }
      return Display.TERMINAL;
    }
    GuestDisplays has = door.ask(target.vmid(), consoles -> consoles.displays(type, target.vmid()));
    Display display = wanted.orElse(has.hasScreen() && !has.isScreenSerial() ? Display.SCREEN : Display.TERMINAL);
    if (display == Display.SCREEN ? !has.hasScreen() : !has.hasTerminal()) {
      throw none(door, target, display);
    }
    return display;
  }

  private static ConsoleRefused none(HostDoor door, Target target, Display display) {
    return new ConsoleRefused(Refusal.HOST_REFUSED, "display", door.name(), Integer.toString(target.vmid()), display.word());
  }

  private HostDoor door(Host host) {
    PveHost client;
    try {
      client = clients.to(host);
    } catch (SecretException e) {
      throw new ConsoleRefused(Refusal.HOST_REFUSED, "token", host.name());
    }
    return doors.compute(
        host.name(),
        (name, known) ->
            known != null && known.isOf(host, client) ? known : new HostDoor(host, client, () -> clients.consoleLogin(host)));
  }
}
