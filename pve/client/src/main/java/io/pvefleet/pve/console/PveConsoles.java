package io.pvefleet.pve.console;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveSocket;
import io.pvefleet.pve.http.Secret;
import io.pvefleet.pve.http.SocketTarget;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Consoles of one host's guests. Calls block the calling thread; thread-safe. Keep one object per host: it remembers whether the
 * host lets an API token use terminals.
 *
 * <p>A console is opened in two steps: a call that makes the host listen on a port and gives a {@link ConsoleTicket}, and a
 * WebSocket to that port, by the same identity, within 10 s. Source: PVE API {@code vncproxy}, {@code termproxy} and {@code
 * vncwebsocket}, as recorded from 9.2.
 */
public final class PveConsoles {

  private static final String GENERATE_PASSWORD = "generate-password";

  private final PveHost host;
  private final Supplier<Optional<Identity.Password>> logins;
  private final ConsolePaths paths;
  private final GuestReader guests;

  /** Set once the host has said so, and never reset: an upgraded host lets both in. */
  private final AtomicBoolean isTokenRefused = new AtomicBoolean();

  /** The host as seen by the login last used. Two first callers may make it twice, harmlessly. */
  private volatile @Nullable PveHost lastByLogin;

  /**
   * Consoles by the host's own identity.
   *
   * @param node name of the node that the guests are on
   */
  public PveConsoles(PveHost host, String node) {
    this(host, node, Optional::empty);
  }

  /**
   * Consoles by the host's own identity, and terminals by a user's login where the host does not let an API token use them
   * (libpve-access-control before 9.0.4).
   *
   * @param logins the login, asked for each time it is needed; it may block, and what it throws is passed on
   */
  public PveConsoles(PveHost host, String node, Supplier<Optional<Identity.Password>> logins) {
    this.host = host;
    this.logins = logins;
    this.paths = new ConsolePaths(node);
    this.guests = new GuestReader(host, paths);
  }

  /** What the host says of a guest now. A guest that does not exist is a state, not an exception. */
  public GuestState state(int vmid) throws PveException {
    return guests.state(vmid);
  }

  /** Whether a guest has a screen and a terminal. Needs the privilege VM.Audit. */
  public GuestDisplays displays(GuestType type, int vmid) throws PveException {
    return guests.displays(type, vmid);
  }

  /**
   * Makes a VM's screen ready. From here until VNC authentication is over no second one of the same VM may be made ready: it
   * would replace the password of the first. The host does not look whether the VM runs.
   */
  public ConsoleTicket screen(int vmid) throws PveException {
    PveRequest request = PveRequest.post(paths.of(GuestType.QEMU, vmid, "vncproxy")).with("websocket", "1");
    JsonNode data;
    try {
      // qemu-server before 9.1.7 gives a random password only when asked; without one it is the same eight letters for everybody.
      data = send(host, request.with(GENERATE_PASSWORD, "1"));
    } catch (Rejected refused) {
      if (!refused.fields().containsKey(GENERATE_PASSWORD)) {
        throw refused;
      }
      data = send(host, request);
    }
    return ticket(GuestType.QEMU, vmid, data);
  }

  /**
   * Makes a terminal ready: a VM's serial port, or a container's console.
   *
   * @throws Rejected also where the VM has no serial port that the host holds
   */
  public ConsoleTicket terminal(GuestType type, int vmid) throws PveException {
    PveRequest request = PveRequest.post(paths.of(type, vmid, "termproxy"));
    if (type == GuestType.QEMU) {
      // Asked for a port that is not there the host waits six seconds and then speaks of something else.
      String serial = displays(type, vmid).serial()
          .orElseThrow(() -> new Rejected("VM " + vmid + " has no serial port for a terminal (serial0: socket)", Map.of()));
      request = request.with("serial", serial);
    }
    if (isTokenRefused.get()) {
      return ticket(type, vmid, send(byLogin().orElse(host), request));
    }
    try {
      return ticket(type, vmid, send(host, request));
    } catch (Rejected refused) {
      if (!ConsoleEnds.isTokenRefused(refused.message())) {
        throw refused;
      }
      isTokenRefused.set(true);
      PveHost by = byLogin().orElseThrow(() -> refused);
      return ticket(type, vmid, send(by, request));
    }
  }

  /**
   * Connects to what a ticket was made for; blocks until the host has agreed, 10 s at most. A ticket is good for one try.
   *
   * @param listener may be called before this returns
   */
  public ConsoleSocket open(ConsoleTicket ticket, SocketListener listener) throws PveException {
    PveHost by = holder(ticket);
    SocketTarget target =
        new SocketTarget(paths.of(ticket.type(), ticket.vmid(), "vncwebsocket"), ticket.port(), ticket.ticket());
    return new Opened(by.open(target, new Handed(listener)));
  }

  /**
   * Why a console ended: waits up to 5 s for its task to end and reads what that wrote. To be asked where a socket ended before
   * the first picture. Where the host refuses API tokens, the next {@link #terminal} uses the login.
   */
  public ConsoleEnd end(ConsoleTicket ticket) {
    PveHost by = holder(ticket);
    ConsoleEnd end = ConsoleEnds.of(by.await(ticket.upid(), ConsoleEnds.PATIENCE, progress -> {}), isByToken(ticket));
    if (end.cause() == ConsoleEnd.Cause.TOKEN_REFUSED) {
      isTokenRefused.set(true);
    }
    return end;
  }

  /** Whether terminals of this host go by a user's login, or would if there were one. */
  public boolean needsLogin() {
    return isTokenRefused.get();
  }

  /** The host as seen by whoever made a ticket: by the login, if a token is what calls go by and the ticket is none of its. */
  private PveHost holder(ConsoleTicket ticket) {
    boolean isByLogin = host.endpoint().identity() instanceof Identity.Token && !isByToken(ticket);
    return isByLogin ? byLogin().orElse(host) : host;
  }

  private Optional<PveHost> byLogin() {
    return logins.get().map(login -> {
      PveHost known = lastByLogin;
      if (known == null || !known.endpoint().identity().equals(login)) {
        known = host.as(login);
        lastByLogin = known;
      }
      return known;
    });
  }

  /** A token's user name has its id behind an exclamation mark. */
  private static boolean isByToken(ConsoleTicket ticket) {
    return ticket.user().contains("!");
  }

  /** Making a second ticket does no harm: the first one's port closes after 10 s, and nobody has its password. */
  private static JsonNode send(PveHost by, PveRequest request) {
    return by.sendRepeatable(request).data();
  }

  private ConsoleTicket ticket(GuestType type, int vmid, JsonNode data) {
    String user = data.path("user").asString("");
    String ticket = data.path("ticket").asString("");
    String password = data.path("password").asString(ticket);
    // A number in text, as Proxmox has it here; read either way.
    String port = data.path("port").asString("");
    Optional<Upid> upid = Upid.parse(data.path("upid").asString(""));
    if (user.isEmpty() || ticket.isEmpty() || password.isEmpty() || !port.matches("[0-9]{1,5}") || upid.isEmpty()) {
      throw new Unreachable(Reason.NOT_PROXMOX, "the answer to the call for a console holds no ticket");
    }
    return new ConsoleTicket(type, vmid, user, Secret.of(ticket), Secret.of(password), Integer.parseInt(port), upid.get());
  }

  private record Handed(SocketListener listener) implements PveSocket.Listener {
    @Override
    public void onBytes(ByteBuffer bytes) {
      listener.onBytes(bytes);
    }

    @Override
    public void onClosed(String reason) {
      listener.onClosed(reason);
    }
  }

  private record Opened(PveSocket socket) implements ConsoleSocket {
    @Override
    public boolean send(byte[] bytes) {
      return socket.send(bytes);
    }

    @Override
    public long queuedBytes() {
      return socket.queuedBytes();
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
