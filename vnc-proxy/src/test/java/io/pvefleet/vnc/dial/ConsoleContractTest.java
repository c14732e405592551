package io.pvefleet.vnc.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.console.ConsoleEnd;
import io.pvefleet.pve.console.ConsoleSocket;
import io.pvefleet.pve.console.ConsoleTicket;
import io.pvefleet.pve.console.GuestDisplays;
import io.pvefleet.pve.console.GuestState;
import io.pvefleet.pve.console.GuestState.Power;
import io.pvefleet.pve.console.GuestType;
import io.pvefleet.pve.console.PveConsoles;
import io.pvefleet.pve.console.SocketListener;
import io.pvefleet.pve.fault.PveException.Forbidden;
import io.pvefleet.pve.fault.PveException.NotFound;
import io.pvefleet.pve.fault.PveException.Unauthenticated;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveEndpoint;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveHttp;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.Secret;
import io.pvefleet.pve.http.TlsTrust;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.vnc.rfb.HostHandshake;
import io.pvefleet.vnc.rfb.RfbFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client's consoles and the simulated host understand each other, as the client and a real host do. */
class ConsoleContractTest {

  private static final int VM = 101;
  private static final int CONTAINER = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PveHttp http = new PveHttp(PveHttpSettings.CONSOLES, reference -> "");
  private SimulatedFleet fleet = SimulatedFleet.start(SimulationSettings.FAST);
  private SimulatedHost host = fleet.hosts().getFirst();

  @AfterEach
  void stop() {
    http.close();
    fleet.close();
  }

  @Test
  void aScreenOpensAuthenticatesAndShowsAPicture() throws Exception {
    running(Map.of("name", "pos-01"));
    PveConsoles consoles = byToken(host.consoleToken());
    assertThat(consoles.state(VM)).isEqualTo(new GuestState(Power.RUNNING, Optional.of(GuestType.QEMU), "pos-01"));
    assertThat(consoles.displays(GuestType.QEMU, VM).hasScreen()).isTrue();
    ConsoleTicket ticket = consoles.screen(VM);
    Told told = new Told();
    try (ConsoleSocket socket = consoles.open(ticket, told)) {
      HostHandshake handshake = handshake(ticket);
      HostHandshake.Progress progress = carry(handshake, socket, told);
      assertThat(progress).isInstanceOf(HostHandshake.Progress.Done.class);
      HostHandshake.Progress.Done done = (HostHandshake.Progress.Done) progress;
      socket.send(done.toSend());
      socket.send(new byte[] {3, 0, 0, 0, 0, 0, 0, 16, 0, 16}); // FramebufferUpdateRequest of 16 x 16
      byte[] update = told.next();
      assertThat(update[0]).as("FramebufferUpdate").isZero();
      assertThat(host.screen(VM).await(screen -> screen.connections() == 1, PATIENCE)).isTrue();
    }
    assertThat(told.reason()).isEqualTo("closed on this side");
    assertThat(host.screen(VM).await(screen -> screen.connections() == 0, PATIENCE)).isTrue();
    assertThat(consoles.end(ticket)).isEqualTo(new ConsoleEnd(ConsoleEnd.Cause.CLOSED, ""));
  }

  @Test
  void aLaterOpenerReplacesThePasswordOfTheOneBefore() throws Exception {
    running(Map.of("name", "pos-01"));
    PveConsoles consoles = byToken(host.consoleToken());
    ConsoleTicket first = consoles.screen(VM);
    ConsoleTicket second = consoles.screen(VM);
    Told toldSecond = new Told();
    try (ConsoleSocket socket = consoles.open(second, toldSecond)) {
      assertThat(carry(handshake(second), socket, toldSecond)).isInstanceOf(HostHandshake.Progress.Done.class);
      Told toldFirst = new Told();
      try (ConsoleSocket late = consoles.open(first, toldFirst)) {
        // Its worker sets its own password as it starts: the late one gets in, and the one before it would not any more.
        assertThat(carry(handshake(first), late, toldFirst)).isInstanceOf(HostHandshake.Progress.Done.class);
      }
    }
    ConsoleTicket third = consoles.screen(VM);
    Told told = new Told();
    try (ConsoleSocket socket = consoles.open(third, told)) {
      HostHandshake.Progress refused = carry(handshake(second), socket, told);
      assertThat(refused).isInstanceOfSatisfying(HostHandshake.Progress.Failed.class,
          failed -> assertThat(failed.why()).isInstanceOf(RfbFault.AuthenticationFailed.class));
    }
  }

  @Test
  void aStoppedVmEndsTheSocketAndItsTaskSaysWhy() throws Exception {
    host.keyboard().create(VM, Map.of("name", "pos-01"));
    PveConsoles consoles = byToken(host.consoleToken());
    assertThat(consoles.state(VM).power()).isEqualTo(Power.STOPPED);
    ConsoleTicket ticket = consoles.screen(VM);
    Told told = new Told();
    consoles.open(ticket, told);
    assertThat(told.reason()).startsWith("the host ");
    assertThat(consoles.end(ticket)).satisfies(end -> {
      assertThat(end.cause()).isEqualTo(ConsoleEnd.Cause.NOT_RUNNING);
      assertThat(end.text()).contains("VM 101 not running");
    });
  }

  @Test
  void whatIsNotThereIsAbsentOrNotFound() {
    PveConsoles consoles = byToken(host.rootToken());
    assertThat(consoles.state(4711).power()).isEqualTo(Power.ABSENT);
    assertThatThrownBy(() -> consoles.screen(4711)).isInstanceOf(NotFound.class);
  }

  @Test
  void withoutTheRightThereIsNoTicketAndOfAnotherNoSocket() {
    running(Map.of("name", "pos-01"));
    assertThatThrownBy(() -> byToken(host.observerToken()).screen(VM)).isInstanceOf(Forbidden.class)
        .hasMessageContaining("VM.Console");
    ConsoleTicket others = byToken(host.rootToken()).screen(VM);
    assertThatThrownBy(() -> byToken(host.consoleToken()).open(others, new Told())).isInstanceOf(Unauthenticated.class)
        .message().contains("invalid PVEVNC ticket").doesNotContain(others.ticket().reveal());
  }

  @Test
  void aSerialPortIsATerminal() throws Exception {
    running(Map.of("name", "pos-01", "serial1", "socket"));
    PveConsoles consoles = byToken(host.consoleToken());
    assertThat(consoles.displays(GuestType.QEMU, VM)).isEqualTo(new GuestDisplays(true, true, false, Optional.of("serial1")));
    assertThat(says(consoles, consoles.terminal(GuestType.QEMU, VM))).startsWith("OK");
  }

  @Test
  void aContainersConsoleIsATerminal() throws Exception {
    container();
    PveConsoles consoles = byToken(host.consoleToken());
    assertThat(consoles.state(CONTAINER)).isEqualTo(new GuestState(Power.RUNNING, Optional.of(GuestType.LXC), "proxy"));
    assertThat(says(consoles, consoles.terminal(GuestType.LXC, CONTAINER))).startsWith("OK");
  }

  @Test
  void anOldHostRefusesTheTokenAndTakesTheLogin() throws Exception {
    fleet.close();
    fleet = SimulatedFleet.start(SimulationSettings.FAST.withTermproxy(Termproxy.REFUSES_TOKENS));
    host = fleet.hosts().getFirst();
    container();
    Identity.Password login = new Identity.Password("root@pam", Secret.of(host.rootPassword()));
    PveConsoles consoles = new PveConsoles(client(host.consoleToken()), host.node(), () -> Optional.of(login));
    ConsoleTicket refused = consoles.terminal(GuestType.LXC, CONTAINER);
    assertThat(says(consoles, refused)).startsWith("the host ");
    assertThat(consoles.end(refused).cause()).isEqualTo(ConsoleEnd.Cause.TOKEN_REFUSED);
    ConsoleTicket taken = consoles.terminal(GuestType.LXC, CONTAINER);
    assertThat(taken.user()).isEqualTo("root@pam");
    assertThat(says(consoles, taken)).startsWith("OK");
  }

  /** The first words of a terminal, or why it closed. */
  private static String says(PveConsoles consoles, ConsoleTicket ticket) throws InterruptedException {
    Told told = new Told();
    try (ConsoleSocket socket = consoles.open(ticket, told)) {
      socket.send((ticket.user() + ":" + ticket.ticket().reveal() + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] first = told.next();
      return first.length == 0 ? told.reason() : new String(first, StandardCharsets.UTF_8);
    }
  }

  private static HostHandshake handshake(ConsoleTicket ticket) {
    return new HostHandshake(ticket.password().reveal().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static HostHandshake.Progress carry(HostHandshake handshake, ConsoleSocket socket, Told told)
      throws InterruptedException {
    HostHandshake.Progress progress;
    do {
      byte[] bytes = told.next();
      assertThat(bytes).as(told.ended()).isNotEmpty();
      progress = handshake.receive(ByteBuffer.wrap(bytes));
      if (progress instanceof HostHandshake.Progress.Send(byte[] reply) && reply.length > 0) {
        socket.send(reply);
      }
    } while (progress instanceof HostHandshake.Progress.Send);
    return progress;
  }

  private void running(Map<String, String> config) {
    host.keyboard().create(VM, config);
    host.keyboard().start(VM);
  }

  private void container() {
    host.keyboard().addContainer(CONTAINER, "proxy");
    host.keyboard().start(CONTAINER);
  }

  private PveConsoles byToken(String token) {
    return new PveConsoles(client(token), host.node());
  }

  private PveHost client(String token) {
    Identity.Token identity = Identity.Token.parse(token);
    return http.host(new PveEndpoint(identity.name(), host.endpoint(), new TlsTrust.Pinned(host.fingerprint()), identity));
  }

  /** What a socket says, one piece after the other; an empty piece where it is over. */
  private static final class Told implements SocketListener {
    private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> reasons = new LinkedBlockingQueue<>();

    @Override
    public void onBytes(ByteBuffer bytes) {
      byte[] piece = new byte[bytes.remaining()];
      bytes.get(piece);
      pieces.add(piece);
    }

    @Override
    public void onClosed(String reason) {
      reasons.add(reason);
      pieces.add(new byte[0]);
    }

    byte[] next() throws InterruptedException {
      byte[] piece = pieces.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(piece).as("something within " + PATIENCE).isNotNull();
      return piece;
    }

    String reason() throws InterruptedException {
      String reason = reasons.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(reason).isNotNull();
      return reason;
    }

    String ended() {
      return "ended: " + reasons;
    }
  }
}
