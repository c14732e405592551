package io.pvefleet.vnc.dial;

import io.pvefleet.pve.console.ConsoleEnd;
import io.pvefleet.pve.console.ConsoleSocket;
import io.pvefleet.pve.console.ConsoleTicket;
import io.pvefleet.pve.console.GuestType;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Display;
import io.pvefleet.vnc.session.Line;
import io.pvefleet.vnc.session.Refusal;
import io.pvefleet.vnc.session.Way;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Dials one guest. */
final class GuestLine implements Line {

  /**
   * From the open socket to an authenticated console. The host starts a process for it, a second on a busy one; termproxy itself gives
   * up after 10 s.
   */
  static final Duration HANDSHAKE = Duration.ofSeconds(15);

  /**
   * The first ticket, and a fresh one where its password was replaced meanwhile; more would fight with whoever replaces it. Of a
   * terminal, a second one by the host's login where it has just refused the token.
   */
  private static final int TRIES = 2;

  private final HostDoor door;
  private final VmLocks locks;
  private final LongSupplier nanos;
  private final GuestType type;
  private final int vmid;
  private final String name;
  private final Display display;

  GuestLine(HostDoor door, VmLocks locks, LongSupplier nanos, GuestType type, int vmid, String name, Display display) {
    this.door = door;
    this.locks = locks;
    this.nanos = nanos;
    this.type = type;
    this.vmid = vmid;
    this.name = name;
    this.display = display;
  }

  @Override
  public Display display() {
    return display;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Way open() {
    try {
      return switch (display) {
        case SCREEN -> {
          try (VmLocks.Held _ = locks.take(door.name(), vmid)) {
            yield dial(TRIES);
          }
        }
        // Terminals have no password that a second opener could replace.
        case TERMINAL -> dial(TRIES);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsoleRefused(Refusal.ENDED, "");
    }
  }

  private Way dial(int tries) throws InterruptedException {
    long begin = nanos.getAsLong();
    ConsoleTicket ticket =
        door.ask(vmid, consoles -> display == Display.SCREEN ? consoles.screen(vmid) : consoles.terminal(type, vmid));
    Doorstep doorstep = new Doorstep(opening(ticket), socket -> new SocketEnd(door, vmid, socket));
    ConsoleSocket socket = door.ask(vmid, consoles -> consoles.open(ticket, doorstep));
    long opened = nanos.getAsLong();
    boolean isOpen = false;
    try {
      doorstep.opened(socket);
      Optional<Doorstep.Result> result = doorstep.await(HANDSHAKE);
      if (result.isEmpty()) {
        throw new ConsoleRefused(Refusal.HOST_SLOW, "", door.name());
      }
      switch (result.get()) {
        case Doorstep.Result.Open(var line) -> {
          isOpen = true;
          return new GuestWay(
              line, ticket.upid().text(), Duration.ofNanos(opened - begin), Duration.ofNanos(nanos.getAsLong() - opened));
        }
        case Doorstep.Result.Failed(Opening.Step.Failed failed) -> {
          Optional<ConsoleEnd> end = end(ticket, failed);
          if (tries > 1 && mayPassNow(failed, end)) {
            socket.close();
            return dial(tries - 1);
          }
          throw why(failed, end);
        }
      }
    } finally {
      if (!isOpen) {
        socket.close();
      }
    }
  }

  private Opening opening(ConsoleTicket ticket) {
    return switch (display) {
      case SCREEN -> new ScreenOpening(ticket.password().reveal().getBytes(StandardCharsets.ISO_8859_1));
      case TERMINAL -> new TerminalOpening(ticket.user(), ticket.ticket().reveal().getBytes(StandardCharsets.UTF_8));
    };
  }

  /** The socket only ends; the host's own task says why. */
  private Optional<ConsoleEnd> end(ConsoleTicket ticket, Opening.Step.Failed failed) {
    return failed.why() == Opening.Why.CLOSED ? Optional.of(door.ask(vmid, consoles -> consoles.end(ticket))) : Optional.empty();
  }

  private boolean mayPassNow(Opening.Step.Failed failed, Optional<ConsoleEnd> end) {
    return failed.why() == Opening.Why.PASSWORD
        || end.filter(e -> e.cause() == ConsoleEnd.Cause.TOKEN_REFUSED).isPresent() && door.hasLogin();
  }

  private ConsoleRefused why(Opening.Step.Failed failed, Optional<ConsoleEnd> end) {
    ConsoleRefused protocol = new ConsoleRefused(Refusal.HOST_REFUSED, "protocol", door.name(), failed.sentence());
    return end.map(e ->
            switch (e.cause()) {
              case NOT_RUNNING -> Refusals.stopped(door.name(), vmid);
              case NOT_CONNECTED -> new ConsoleRefused(Refusal.HOST_SLOW, "", door.name());
              case TOKEN_REFUSED -> Refusals.withoutLogin(door.name());
              case FAILED -> Refusals.refused(door.name(), e.text());
              case CLOSED, UNKNOWN -> protocol;
            })
        .orElse(protocol);
  }
}
