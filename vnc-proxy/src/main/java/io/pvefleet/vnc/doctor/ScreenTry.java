package io.pvefleet.vnc.doctor;

import io.pvefleet.pve.console.ConsoleSocket;
import io.pvefleet.pve.console.ConsoleTicket;
import io.pvefleet.pve.console.PveConsoles;
import io.pvefleet.vnc.doctor.Steps.Good;
import io.pvefleet.vnc.doctor.Steps.Stuck;
import io.pvefleet.vnc.doctor.Steps.Trouble;
import io.pvefleet.vnc.rfb.FrameWatch;
import io.pvefleet.vnc.rfb.HostHandshake;
import io.pvefleet.vnc.rfb.RfbFault;
import io.pvefleet.vnc.rfb.ServerInit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Opens a VM's screen, waits for one picture and closes it. */
final class ScreenTry {

  /** The host starts a program for each console, which takes a second on a busy one. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String BUSY = "Look at the host's load and at the console's task in its task log.";

  private final PveConsoles consoles;
  private final int vmid;
  private final Wire wire = new Wire();

  ScreenTry(PveConsoles consoles, int vmid) {
    this.consoles = consoles;
    this.vmid = vmid;
  }

  /** What is left of the handshake: the screen, and what came of the stream behind it. */
  private record Screen(ServerInit init, byte[] begun) {}

  void open(Steps steps) throws Stuck {
    ConsoleTicket ticket = steps.take("ticket", () -> {
      ConsoleTicket given = consoles.screen(vmid);
      return new Good<>(given, "port " + given.port() + ", task " + given.upid());
    });
    try (ConsoleSocket socket = steps.take("websocket", () -> new Good<>(consoles.open(ticket, wire), "the host agrees"))) {
      Screen screen = steps.take("authentication", () -> authenticated(socket, ticket));
      steps.take("first frame", () -> firstFrame(socket, screen));
    }
  }

  private Good<Screen> authenticated(ConsoleSocket socket, ConsoleTicket ticket) throws Trouble {
    HostHandshake handshake = new HostHandshake(ticket.password().reveal().getBytes(StandardCharsets.ISO_8859_1));
    while (true) {
      switch (handshake.receive(wire.next(PATIENCE, "VNC authentication", BUSY))) {
        case HostHandshake.Progress.Send(byte[] bytes) -> socket.send(bytes);
        case HostHandshake.Progress.Failed(RfbFault why) ->
            throw new Trouble(why.sentence(), "Somebody else may have opened the same console in this second, which replaces the password:"
                + " try again. If it stays so, look at the VM's args for a -vnc of its own.");
        case HostHandshake.Progress.Done(byte[] toSend, ServerInit init, byte[] surplus) -> {
          socket.send(toSend);
          return new Good<>(new Screen(init, surplus), init.width() + "x" + init.height() + ", " + init.name());
        }
      }
    }
  }

  private Good<Boolean> firstFrame(ConsoleSocket socket, Screen screen) throws Trouble {
    FrameWatch watch = new FrameWatch(screen.init());
    socket.send(wish(screen.init()));
    boolean isSeen = watch.sees(ByteBuffer.wrap(screen.begun()));
    while (!isSeen) {
      isSeen = watch.sees(wire.next(PATIENCE, "a picture", BUSY));
    }
    return new Good<>(true, "the console works");
  }

  /** SetEncodings with Raw alone, and a FramebufferUpdateRequest for one row of the screen, which every screen has. */
  private static byte[] wish(ServerInit init) {
    return ByteBuffer.allocate(18)
        .put((byte) 2).put((byte) 0).putShort((short) 1).putInt(0)
        .put((byte) 3).put((byte) 0).putShort((short) 0).putShort((short) 0).putShort((short) init.width()).putShort((short) 1)
        .array();
  }
}
