package io.pvefleet.app.care;

import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What care remembers of one host: its last pass, when it is looked at next, and its guest agents. Guarded by its owner. */
final class HostWatch {
  /** A certificate's day and a token's end do not change by the minute. */
  static final Duration LOOK = Duration.ofHours(1);

  /** Hosts of one start, or of one outage that ended, are not looked at in the same second. */
  static final Duration SPREAD = Duration.ofMinutes(2);

  final AgentTimes agents = new AgentTimes();
  boolean isLooking;
  boolean isAsking;
  private final RandomGenerator random;
  private Optional<HostRow> lastPass = Optional.empty();
  private Optional<HostState> contact = Optional.empty();
  private Optional<Way> lookedAt = Optional.empty();
  private Instant nextLook;

  HostWatch(Instant startedAt, RandomGenerator random) {
    this.random = random;
    this.nextLook = startedAt.plus(within(SPREAD));
  }

  /** The pass before this one, where this row is of a new pass of this process that reached the host. */
  record NewPass(Optional<HostRow> before) {}

  Optional<NewPass> passed(HostRow row) {
    // Another moment and not a later one: after the clock was set back hours may pass until one is later.
    if (!row.isFresh() || lastPass.map(HostRow::seenAt).equals(Optional.of(row.seenAt()))) {
      return Optional.empty();
    }
    NewPass pass = new NewPass(lastPass);
    lastPass = Optional.of(row);
    return Optional.of(pass);
  }

  /** What Git says of the way to a host: a look along another one tells nothing of this one. */
  private record Way(URI endpoint, Optional<String> node, Host.Tls tls, SecretRef tokenRef) {
    static Way to(Host host) {
      return new Way(host.endpoint(), host.node(), host.tls(), host.tokenRef());
    }
  }

  /** Whether a look at the host is due: once an hour, when it answers again, when it ceases to, and when Git says another way to it. */
  boolean isLookDue(HostRow row, Instant now) {
    if (!contact.equals(Optional.of(row.contact()))) {
      boolean turned = contact.isPresent() && (row.contact() == HostState.OFFLINE || contact.get() == HostState.OFFLINE);
      contact = Optional.of(row.contact());
      if (turned) {
        nextLook = now.plus(within(SPREAD.dividedBy(12)));
      }
    }
    if (lookedAt.isPresent() && !lookedAt.get().equals(Way.to(row.host()))) {
      lookedAt = Optional.empty();
      nextLook = now;
    }
    if (nextLook.isAfter(now.plus(LOOK.multipliedBy(2)))) {
      nextLook = now; // the clock was set back
      agents.anew();
    }
    return !isLooking && !isBusy(row) && !nextLook.isAfter(now) && contact.get() != HostState.NOT_CHECKED;
  }

  /** From now on a look is under way; a turn of the host meanwhile is a reason for another. */
  void looking(Host host, Instant now) {
    isLooking = true;
    lookedAt = Optional.of(Way.to(host));
    nextLook = now.plus(LOOK).minus(LOOK.dividedBy(6)).plus(within(LOOK.dividedBy(3)));
  }

  /** While something is changed on a host, nobody else asks it anything. */
  static boolean isBusy(HostRow row) {
    return row.count(VmState.PROGRESSING) > 0;
  }

  private Duration within(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }

  /** What of the new pass is to be looked up. */
  static List<Turn> turns(NewPass pass, HostRow now) {
    return pass.before().map(before -> Turns.between(before, now)).orElseGet(() -> Turns.first(now));
  }
}
