package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.audit.AuditTrail;
import io.pvefleet.vnc.catalog.Catalog;
import io.pvefleet.vnc.catalog.Catalogs;
import io.pvefleet.vnc.settings.ProxySettings.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * All consoles of this process. Requests come in with somebody who has logged in; what they may is judged here, by the catalog in
 * force. Calls that dial block for the host; the others do not. Thread-safe.
 */
public final class Sessions implements AutoCloseable {

  /** How long a nonce counts, and so how long an open way waits: a page has loaded in a fraction of it, on a slow line too. */
  static final Duration NONCE_LIFE = Duration.ofSeconds(20);

  /** A dial has limits of its own for each step; this only bounds their sum. */
  private static final Duration DIAL_LIMIT = Duration.ofSeconds(60);

  private final Catalogs catalogs;
  private final Dialler dialler;
  private final Seats seats;
  private final Register register;
  private final Clock clock;
  private final Tokens tokens;
  private final SessionListener listener;

  /**
   * @param random of cryptographic strength: ids and nonces come from it
   * @param listener told of what happens
   */
  public Sessions(
      Catalogs catalogs, Dialler dialler, AuditTrail audit, Limits limits, Clock clock, RandomGenerator random,
      SessionListener listener) {
    this.catalogs = catalogs;
    this.dialler = dialler;
    this.seats = new Seats(limits);
    this.clock = clock;
    this.tokens = new Tokens(random);
    this.listener = listener;
    this.register = new Register(audit, limits.absolute(), clock, listener);
    catalogs.onNew(this::recheck);
  }

  /**
   * Opens a session. Blocks until rights and the guest's state are known; dialling goes on after that.
   *
   * @throws ConsoleRefused if it cannot be had
   */
  public Admittance connect(Asker asker, ConsoleRequest wanted) {
    return reported(() -> {
      Rights rights = rights();
      rights.host(wanted.host());
      Guest guest = rights.guest(wanted.host(), wanted.vmid());
      requireRight(rights, asker, guest, wanted.takesOver() ? Verb.CONSOLE : wanted.mode());
      Seats.Guests others = wanted.takesOver() ? Seats.Guests.TAKEN_OVER : Seats.Guests.JOINED;
      Seats.Seat seat = seats.take(asker.person().name(), guest.host(), guest.vmid(), others);
      try {
        Line line = dialler.look(new Target(rights.host(wanted.host()), guest.vmid(), wanted.display()));
        String id = tokens.next();
        Call call = new Call(id, asker, clock.instant(), seat, wanted.takesOver());
        String name = guest.name().isEmpty() ? line.name() : guest.name();
        Session session = new Session(id, guest, name, wanted.mode(), line.display(), call);
        register.add(session);
        Admittance admittance = admit(session, asker, rights);
        dial(session, call, line);
        return admittance;
      } catch (RuntimeException e) {
        seat.free();
        throw e;
      }
    });
  }

  /**
   * A fresh nonce, and a fresh dial unless the last one still goes on or waits unused. What was open closes: a session has one
   * browser.
   *
   * @throws ConsoleRefused if it cannot be had, or is not this person's
   */
  public Admittance refresh(Asker asker, String id) {
    return reported(() -> {
      Session session = register.owned(id, asker.person());
      Rights rights = rights();
      rights.host(session.guest.host());
      rights.guest(session.guest.host(), session.guest.vmid());
      requireRight(rights, asker, session.guest, session.mode);
      if (register.isDialled(session)) {
        return admit(session, asker, rights);
      }
      register.finish(session, CloseReason.TAKEN_OVER);
      Optional<Call> anew = register.dialAnew(session, row -> {
        Seats.Seat seat =
            seats.take(asker.person().name(), session.guest.host(), session.guest.vmid(), Seats.Guests.JOINED);
        return new Call(row, asker, clock.instant(), seat, false);
      });
      Admittance admittance = admit(session, asker, rights);
      // Empty where another refresh was faster: its dial is joined.
      anew.ifPresent(call -> look(session, call, rights));
      return admittance;
    });
  }

  private void look(Session session, Call call, Rights rights) {
    try {
      Target target = new Target(rights.host(session.guest.host()), session.guest.vmid(), Optional.of(session.display));
      dial(session, call, dialler.look(target));
    } catch (ConsoleRefused e) {
      register.failed(session, call, e);
      throw e;
    } catch (RuntimeException e) {
      register.failed(session, call, ConsoleRefused.bug(e));
      throw e;
    }
  }

  /** Sessions that are not over and that the person owns or may end, oldest first. */
  public List<SessionView> of(Person person) {
    Rights rights = rights();
    return register.views().stream()
        .filter(view -> view.state() != State.CLOSED)
        .filter(view -> isVisible(person, view, rights))
        .toList();
  }

  /** A session that the person owns or may end, over or not; empty where there is none, or not any more. */
  public Optional<SessionView> find(Person person, String id) {
    Rights rights = rights();
    return register.find(id).filter(view -> isVisible(person, view, rights));
  }

  /**
   * Ends a session. Nothing happens where it is over.
   *
   * @throws ConsoleRefused if it is not known, or the person neither owns it nor may use this guest's console
   */
  public void end(Asker asker, String id) {
    Rights rights = rights();
    SessionView view = register.find(id).orElseThrow(() -> unknown(id));
    if (!isVisible(asker.person(), view, rights)) {
      throw rights.may(asker.person(), view.guest(), Verb.VIEW)
          ? new ConsoleRefused(Refusal.FORBIDDEN, "end", view.guest().host() + "/" + view.guest().vmid())
          : unknown(id);
    }
    register.end(session -> session.id.equals(id), CloseReason.ENDED);
  }

  /**
   * What a browser gets for its nonce. Blocks until the dial is over.
   *
   * @param asker the login of the handshake; must be the one that the nonce was given to
   */
  public Boarding board(Asker asker, String id, String nonce) {
    Optional<Register.Comer> found = register.redeem(asker.person(), id, nonce);
    if (found.isEmpty()) {
      ConsoleRefused refused = new ConsoleRefused(Refusal.NOT_ADMITTED, "nonce");
      listener.refused(refused.refusal());
      return Boarding.Refused.of(refused);
    }
    Session session = found.get().session();
    Call call = found.get().call();
    try {
      Way way = call.dialled.get(DIAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return register.board(found.get(), way);
    } catch (ExecutionException e) {
      return Boarding.Refused.of(e.getCause() instanceof ConsoleRefused why ? why : ConsoleRefused.bug(e));
    } catch (TimeoutException e) {
      ConsoleRefused slow = new ConsoleRefused(Refusal.HOST_SLOW, "", session.guest.host());
      register.failed(session, call, slow);
      return Boarding.Refused.of(slow);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Boarding.Refused(CloseReason.PROXY_STOPS, Optional.empty());
    }
  }

  /** Ends every console of that login. */
  public void logout(String login) {
    if (!login.isEmpty()) {
      register.end(session -> session.call.asker.login().equals(login), CloseReason.LOGGED_OUT);
    }
  }

  /** Ends what has waited or lasted for too long and writes the rows of what goes on. To be called about once a second. */
  public void sweep() {
    register.sweep();
  }

  /** How many are not over, dialling included. */
  public int open() {
    return seats.all();
  }

  /** What has passed through all consoles since the start. */
  public Traffic traffic() {
    return register.traffic();
  }

  /** Ends all with {@link CloseReason#PROXY_STOPS} and waits a moment for their sockets to close. None is opened any more. */
  @Override
  public void close() {
    register.close();
  }

  private static void requireRight(Rights rights, Asker asker, Guest guest, Verb verb) {
    try {
      rights.require(asker.person(), guest, verb);
    } catch (ConsoleRefused e) {
      SessionLines.forbidden(asker, guest.host() + "/" + guest.vmid(), e);
      throw e;
    }
  }

  private void recheck(Catalog catalog) {
    register.recheck(new Rights(catalog));
  }

  private Rights rights() {
    return new Rights(catalogs.inForce());
  }

  private Admittance admit(Session session, Asker asker, Rights rights) {
    String nonce = tokens.next();
    Instant until = clock.instant().plus(NONCE_LIFE);
    return register.admit(session, nonce, until, rights.may(asker.person(), session.guest, Verb.CONSOLE));
  }

  private void dial(Session session, Call call, Line line) {
    Thread thread = Thread.ofVirtual().name("dial " + session.guest.host() + "/" + session.guest.vmid()).unstarted(() -> {
      try {
        Way way = line.open();
        listener.dialled(way.opening(), way.authenticating());
        register.ready(session, call, way);
      } catch (ConsoleRefused e) {
        refused(session, call, e);
      } catch (RuntimeException e) {
        refused(session, call, ConsoleRefused.bug(e));
      }
    });
    register.dialling(call, thread);
  }

  private void refused(Session session, Call call, ConsoleRefused why) {
    listener.refused(why.refusal());
    register.failed(session, call, why);
  }

  private static boolean isVisible(Person person, SessionView view, Rights rights) {
    return view.user().equals(person.name()) || rights.may(person, view.guest(), Verb.CONSOLE);
  }

  static ConsoleRefused unknown(String id) {
    return new ConsoleRefused(Refusal.UNKNOWN_SESSION, "", id);
  }

  /** An attempt whose refusal is counted. */
  private interface Attempt {
    Admittance make();
  }

  private Admittance reported(Attempt attempt) {
    try {
      return attempt.make();
    } catch (ConsoleRefused e) {
      listener.refused(e.refusal());
      throw e;
    }
  }
}
