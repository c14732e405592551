package io.pvefleet.pve.simulator.world.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The door: proves who calls before anything of the request is looked at. */
public final class Gate {

  /** What the door says. */
  public sealed interface Verdict {
    record Known(Caller caller) implements Verdict {}

    /** A 401, which Proxmox always gives three seconds late. */
    record Unknown(String reason) implements Verdict {}

    /** A 403 of the door itself. */
    record Refused(String message) implements Verdict {}
  }

  /** What may be called without proof. */
  private static final Set<String> OPEN = Set.of("POST /access/ticket", "GET /access/ticket", "GET /access/domains");
  /** What no token may call. */
  private static final Set<String> TICKET_ONLY = Set.of("POST /access/ticket", "PUT /access/password");

  private static final String FAILED = "Authentication failed!";
  private static final String TOKEN = "PVEAPIToken";
  private static final String COOKIE = "PVEAuthCookie";

  private final AccessControl access;

  public Gate(AccessControl access) {
    this.access = access;
  }

  public Verdict check(String method, String path, Credentials shown, Instant now) {
    Optional<String> ticket = ticket(shown);
    if (ticket.isPresent()) {
      return OPEN.contains(method + " " + path)
          ? new Verdict.Known(new Caller.Nobody())
          : withTicket(ticket.get(), method, shown, now);
    }
    Optional<String> token = shown.authorization().filter(a -> a.startsWith(TOKEN)).map(a -> a.substring(TOKEN.length()));
    if (token.isPresent()) {
      return withToken(token.get(), method + " " + path, path, now);
    }
    return OPEN.contains(method + " " + path) ? new Verdict.Known(new Caller.Nobody()) : new Verdict.Unknown("No ticket");
  }

  /** A new ticket for a user whose password, or whose still valid ticket, was given. */
  public Optional<Login> login(String user, String password, Instant now) {
    AccessControl.User known = access.users().get(user);
    Tickets tickets = new Tickets(access.ticketKey());
    if (known == null || !known.isUsable(now)) {
      return Optional.empty();
    }
    boolean proven =
        password.startsWith("PVE:")
            ? tickets.userOf(password, now).filter(user::equals).isPresent()
            : !known.password().isEmpty() && known.password().equals(password);
    return proven ? Optional.of(new Login(tickets.ticket(user, now), tickets.csrf(user, now))) : Optional.empty();
  }

  /** What a login hands out. */
  public record Login(String ticket, String csrf) {
    @Override
    public String toString() {
      return "Login[***]";
    }
  }

  private Verdict withTicket(String ticket, String method, Credentials shown, Instant now) {
    Tickets tickets = new Tickets(access.ticketKey());
    Optional<String> user =
        tickets.userOf(ticket, now)
            .filter(u -> Optional.ofNullable(access.users().get(u)).filter(known -> known.isUsable(now)).isPresent());
    if (user.isEmpty()) {
      return new Verdict.Unknown(FAILED);
    }
    boolean guarded = method.equals("GET") || shown.csrf().filter(c -> tickets.isCsrfOf(user.get(), c, now)).isPresent();
    return guarded
        ? new Verdict.Known(new Caller.Ticket(user.get()))
        : new Verdict.Unknown("Permission denied - invalid csrf token");
  }

  private Verdict withToken(String text, String call, String path, Instant now) {
    String shown = text.isEmpty() ? "" : text.substring(1).strip(); // '=' or a space after the scheme
    int bang = shown.indexOf('!');
    int equals = shown.indexOf('=', Math.max(bang, 0));
    if (bang < 0 || equals < 0) {
      return new Verdict.Unknown(FAILED);
    }
    String user = shown.substring(0, bang);
    String name = shown.substring(bang + 1, equals);
    AccessControl.ApiToken token = access.tokens().get(user + "!" + name);
    AccessControl.User owner = access.users().get(user);
    boolean isUsable = token != null && token.isUsable(now) && owner != null && owner.isUsable(now);
    if (token == null || !isUsable || !token.secret().equals(shown.substring(equals + 1))) {
      return new Verdict.Unknown(FAILED);
    }
    return TICKET_ONLY.contains(call)
        ? new Verdict.Refused(
            "Permission check failed (URI '" + path + "' not available with API token, need proper ticket.\n)\n")
        : new Verdict.Known(new Caller.Token(user, name));
  }

  private static Optional<String> ticket(Credentials shown) {
    Optional<String> cookie =
        shown.cookie().stream()
            .flatMap(line -> Arrays.stream(line.split(";")))
            .map(String::strip)
            .filter(c -> c.startsWith(COOKIE + "="))
            .map(c -> c.substring(COOKIE.length() + 1))
            .findFirst();
    return cookie
        .or(() -> shown.authorization().filter(a -> a.startsWith(COOKIE + "=")).map(a -> a.substring(COOKIE.length() + 1)))
        .map(Gate::decoded);
  }

  private static String decoded(String text) {
    try {
      // A ticket may come raw: its plus signs are no blanks.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
