package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The sessions and what they are doing. One lock guards all of them; sockets, disks and listeners are touched after it is given
 * back, by the {@link Aftermath} that each change leaves. Thread-safe.
 */
final class Register {

  /** A page that was cut off tries again for about two minutes; a laptop that slept longer finds its session by its guest. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /** A crash loses the figures of this long, and 500 consoles write fewer than 20 rows a second. */
  private static final Duration ROW_INTERVAL = Duration.ofSeconds(30);

  /** A browser answers a close frame in a round trip; nobody waits longer for one that has gone. */
  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final AuditTrail audit;
  private final Duration absolute;
  private final Clock clock;
  private final SessionListener listener;
  private final ReentrantLock lock = new ReentrantLock();

  // All below guarded by lock.
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final Condition boardedLess = lock.newCondition();
  private final Set<Call> boarded = new HashSet<>();
  private boolean isStopping;
  private Traffic passed = Traffic.NONE;

  Register(AuditTrail audit, Duration absolute, Clock clock, SessionListener listener) {
    this.audit = audit;
    this.absolute = absolute;
    this.clock = clock;
    this.listener = listener;
  }

  void add(Session session) {
    locked(after -> {
      refuseWhenStopping();
      sessions.put(session.id, session);
      return true;
    });
  }

  /** @throws ConsoleRefused if there is none of that person's; whether there is somebody else's is not said */
  Session owned(String id, Person person) {
    return locked(after ->
        Optional.ofNullable(sessions.get(id))
            .filter(session -> session.user().equals(person.name()))
            .orElseThrow(() -> Sessions.unknown(id)));
  }

  boolean isDialled(Session session) {
    return locked(after ->
        session.call.state == State.DIALLING || session.call.state == State.READY && !session.call.isAwaited());
  }

  /** Puts a new call in place of one that is over; empty where another one is there by now. */
  Optional<Call> dialAnew(Session session, Function<String, Call> make) {
    return locked(after -> {
      refuseWhenStopping();
      if (!session.call.isOver()) {
        return Optional.empty();
      }
      session.call = make.apply(session.nextRow());
      return Optional.of(session.call);
    });
  }

  Admittance admit(Session session, String nonce, Instant until, boolean mayControl) {
    return locked(after -> {
      session.expect(nonce, until);
      return new Admittance(session.view(), nonce, until, mayControl, others(session));
    });
  }

  /** Starts the thread of a call that is not over yet. */
  void dialling(Call call, Thread thread) {
    locked(after -> {
      if (!call.isOver()) {
        call.dialling = thread;
        thread.start();
      }
      return true;
    });
  }

  void ready(Session session, Call call, Way way) {
    locked(after -> {
      if (call.isOver()) {
        after.add(way::close);
        return true;
      }
      call.state = State.READY;
      call.way = way;
      after.add(() -> call.dialled.complete(way));
      write(session, call);
      if (call.takesOver) {
        sessions.values().stream()
            .filter(other -> other != session && other.isOn(session.guest))
            .forEach(other -> finish(other, other.call, CloseReason.TAKEN_OVER, after));
      }
      return true;
    });
  }

  void failed(Session session, Call call, ConsoleRefused why) {
    locked(after -> {
      // Before the end of the call is told, which would say no more than that it ended.
      after.add(() -> call.dialled.completeExceptionally(why));
      finish(session, call, why.refusal().reason(), after);
      return true;
    });
  }

  /** A browser that showed its nonce, and which of its call's comers it is. */
  record Comer(Session session, Call call, int number) {}

  Optional<Comer> redeem(Person person, String id, String nonce) {
    return locked(after ->
        Optional.ofNullable(sessions.get(id))
            .filter(session -> session.user().equals(person.name()))
            .filter(session -> session.redeem(nonce, clock.instant()))
            .map(session -> new Comer(session, session.call, ++session.call.comers)));
  }

  Boarding board(Comer comer, Way way) {
    return locked(after -> {
      Call call = comer.call;
      if (call.isOver()) {
        return new Boarding.Refused(call.reason.orElse(CloseReason.ENDED), Optional.empty());
      }
      if (comer.number != call.comers) {
        return new Boarding.Refused(CloseReason.TAKEN_OVER, Optional.empty());
      }
      call.state = State.OPEN;
      boarded.add(call);
      after.add(() -> SessionLines.opened(comer.session.record(call)));
      return new Seated(this, comer.session, call, way);
    });
  }

  void runs(Session session, Call call, Running running) {
    locked(after -> {
      call.running = running;
      if (call.isOver()) {
        after.add(() -> running.end(call.reason.orElse(CloseReason.ENDED)));
      } else {
        announce(session);
      }
      return true;
    });
  }

  void firstFrame(Session session, Call call) {
    locked(after -> {
      if (call.firstFrame.isEmpty()) {
        call.firstFrame = Optional.of(Duration.between(call.asked, clock.instant()));
        write(session, call);
      }
      return true;
    });
  }

  void over(Session session, Call call, CloseReason reason, Traffic traffic) {
    locked(after -> {
      boarded.remove(call);
      boardedLess.signalAll();
      call.running = null;
      call.traffic = traffic;
      passed = sum(passed, traffic);
      if (call.isOver()) {
        write(session, call);
      } else {
        finish(session, call, reason, after);
      }
      CloseReason first = call.reason.orElse(reason);
      after.add(() -> listener.closed(first, traffic));
      after.add(() -> SessionLines.closed(session.record(call)));
      return true;
    });
  }

  void finish(Session session, CloseReason reason) {
    locked(after -> {
      finish(session, session.call, reason, after);
      return true;
    });
  }

  void end(Predicate<Session> which, CloseReason reason) {
    locked(after -> {
      sessions.values().stream().filter(which).forEach(session -> finish(session, session.call, reason, after));
      return true;
    });
  }

  void recheck(Rights rights) {
    locked(after -> {
      for (Session session : sessions.values()) {
        rights.against(session.call.asker.person(), session.guest, session.mode)
            .ifPresent(reason -> finish(session, session.call, reason, after));
      }
      return true;
    });
  }

  void sweep() {
    locked(after -> {
      Instant now = clock.instant();
      for (Session session : List.copyOf(sessions.values())) {
        Call call = session.call;
        if (call.state == State.READY && !call.isAwaited() && !now.isBefore(session.nonceUntil)) {
          finish(session, call, CloseReason.UNUSED, after);
        } else if (!call.isOver() && !now.isBefore(session.since.plus(absolute))) {
          finish(session, call, CloseReason.TOO_LONG, after);
        } else if (session.isRowOld(now, ROW_INTERVAL)) {
          write(session, call);
        } else if (call.closed.filter(at -> !now.isBefore(at.plus(REMEMBERED))).isPresent()) {
          sessions.remove(session.id);
        }
      }
      return true;
    });
  }

  List<SessionView> views() {
    return locked(after -> sessions.values().stream().map(Session::view).toList());
  }

  Optional<SessionView> find(String id) {
    return locked(after -> Optional.ofNullable(sessions.get(id)).map(Session::view));
  }

  Traffic traffic() {
    return locked(after -> {
      Traffic all = passed;
      for (Call call : boarded) {
        all = sum(all, call.running == null ? call.traffic : call.running.traffic());
      }
      return all;
    });
  }

  void close() {
    locked(after -> {
      isStopping = true;
      sessions.values().forEach(session -> finish(session, session.call, CloseReason.PROXY_STOPS, after));
      return true;
    });
    lock.lock();
    try {
      long left = CLOSING.toNanos();
      while (!boarded.isEmpty() && left > 0) {
        left = boardedLess.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  // Guarded by lock. The first reason counts.
  private void finish(Session session, Call call, CloseReason reason, Aftermath after) {
    if (call.isOver()) {
      return;
    }
    State before = call.state;
    call.traffic = call.trafficNow();
    call.state = State.CLOSED;
    call.reason = Optional.of(reason);
    call.closed = Optional.of(clock.instant());
    call.seat.free();
    switch (before) {
      case DIALLING -> {
        if (call.dialling != null) {
          call.dialling.interrupt();
        }
        after.add(() -> call.dialled.completeExceptionally(new ConsoleRefused(Refusal.ENDED, "")));
      }
      case READY -> after.add(() -> Optional.ofNullable(call.way).ifPresent(Way::close));
      case OPEN -> {
        Optional.ofNullable(call.running).ifPresent(running -> after.add(() -> running.end(reason)));
        announce(session);
      }
      case CLOSED -> throw new IllegalStateException("over was asked for above");
    }
    write(session, call);
    if (before != State.OPEN) {
      after.add(() -> listener.closed(reason, call.traffic));
      after.add(() -> SessionLines.closed(session.record(call)));
    }
  }

  // Guarded by lock. The running consoles only take note, and so cannot be told in another order than things happened in.
  private void announce(Session changed) {
    sessions.values().stream()
        .filter(session -> session.isOn(changed.guest) && session.call.state == State.OPEN)
        .forEach(session -> Optional.ofNullable(session.call.running).ifPresent(running -> running.presence(others(session))));
  }

  // Guarded by lock.
  private List<Other> others(Session session) {
    return sessions.values().stream()
        .filter(other -> other != session && other.isOn(session.guest) && other.call.state == State.OPEN)
        .map(other -> new Other(other.user(), other.since, other.mode == Verb.VIEW))
        .toList();
  }

  // Guarded by lock. The trail only takes note, and so cannot be told in another order than things happened in.
  private void write(Session session, Call call) {
    call.written = clock.instant();
    call.writtenTraffic = call.trafficNow();
    audit.write(session.record(call));
  }

  // Guarded by lock.
  private void refuseWhenStopping() {
    if (isStopping) {
      throw new ConsoleRefused(Refusal.STOPPING, "");
    }
  }

  private static Traffic sum(Traffic a, Traffic b) {
    return new Traffic(
        a.bytesToBrowser() + b.bytesToBrowser(), a.bytesToGuest() + b.bytesToGuest(), a.keys() + b.keys(),
        a.clipboardBytes() + b.clipboardBytes());
  }

  /** What remains to be done once the lock is given back, in order. */
  private static final class Aftermath {
    private final List<Runnable> steps = new ArrayList<>();

    void add(Runnable step) {
      steps.add(step);
    }
  }

  private interface Locked<T> {
    T with(Aftermath after);
  }

  private <T> T locked(Locked<T> work) {
    Aftermath after = new Aftermath();
    T result;
    lock.lock();
    try {
      result = work.with(after);
    } finally {
      lock.unlock();
    }
    after.steps.forEach(Runnable::run);
    return result;
  }
}
