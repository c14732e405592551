package io.pvefleet.vnc.doctor;

import io.pvefleet.pve.console.ConsoleSocket;
import io.pvefleet.pve.console.ConsoleTicket;
import io.pvefleet.pve.console.GuestType;
import io.pvefleet.pve.console.PveConsoles;
import io.pvefleet.vnc.doctor.Steps.Good;
import io.pvefleet.vnc.doctor.Steps.Stuck;
import io.pvefleet.vnc.doctor.Steps.Trouble;
import io.pvefleet.vnc.terminal.HostGreeting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Opens a guest's terminal, waits until the host lets it in and closes it. What is on the terminal is not looked at. */
final class TerminalTry {

  /** As for screens. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String REFUSED =
      "Before libpve-access-control 9.0.4 a host lets no API token use terminals: update it, or use the guest's screen.";

  private final PveConsoles consoles;
  private final GuestType type;
  private final int vmid;
  private final Wire wire = new Wire();

  TerminalTry(PveConsoles consoles, GuestType type, int vmid) {
    this.consoles = consoles;
    this.type = type;
    this.vmid = vmid;
  }

  void open(Steps steps) throws Stuck {
    ConsoleTicket ticket = steps.take("ticket", () -> {
      ConsoleTicket given = consoles.terminal(type, vmid);
      return new Good<>(given, "port " + given.port() + ", task " + given.upid());
    });
    try (ConsoleSocket socket = steps.take("websocket", () -> new Good<>(consoles.open(ticket, wire), "the host agrees"))) {
      steps.take("authentication", () -> greeted(socket, ticket));
    }
  }

  private Good<Boolean> greeted(ConsoleSocket socket, ConsoleTicket ticket) throws Trouble {
    HostGreeting greeting = new HostGreeting(ticket.user(), ticket.ticket().reveal().getBytes(StandardCharsets.ISO_8859_1));
    socket.send(greeting.takeHello());
    while (true) {
      switch (greeting.receive(wire.next(PATIENCE, "the answer OK of the terminal", REFUSED))) {
        case HostGreeting.Progress.Waiting _ -> { }
        case HostGreeting.Progress.Failed(String sentence) -> throw new Trouble(sentence, REFUSED);
        case HostGreeting.Progress.Done _ -> {
          return new Good<>(true, "the terminal works");
        }
      }
    }
  }
}
