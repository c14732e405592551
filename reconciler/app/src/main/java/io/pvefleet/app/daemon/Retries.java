package io.pvefleet.app.daemon;

import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When a change that failed is tried again: later and later, so that a host is not asked once a minute for what it cannot do.
 * Another commit begins anew, since it may hold the remedy. Confined to one thread at a time.
 */
final class Retries {
  /** The first failure may be a passing one. */
  static final Duration FIRST = Duration.ofMinutes(1);

  /** An engineer who mends a host finds it healed within the hour, and at once after a commit or a webhook. */
  static final Duration LONGEST = Duration.ofHours(1);

  private record Failure(String revision, int count, Instant at, Instant nextTry) {}

  private final Map<Integer, Failure> failures = new HashMap<>();

  /** Notes a failure; returns when the change is tried again. */
  Instant failed(int vmid, String revision, Instant at) {
    Failure before = failures.get(vmid);
    int count = before == null || !before.revision().equals(revision) ? 1 : before.count() + 1;
    Duration wait = FIRST.multipliedBy(1L << Math.min(count - 1, 10));
    Instant next = at.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    failures.put(vmid, new Failure(revision, count, at, next));
    return next;
  }

  void succeeded(int vmid) {
    failures.remove(vmid);
  }

  /** The plan without what has failed and is not due yet. */
  HostPlan due(HostPlan plan, String revision, Instant now) {
    return plan.with(plan.changes().stream().filter(change -> isDue(change, revision, now)).toList());
  }

  private boolean isDue(Change change, String revision, Instant now) {
    Failure failure = failures.get(change.head().vm().vmid());
    // A clock that was set back must not make the wait longer than it was meant to be.
    return failure == null
        || !failure.revision().equals(revision)
        || !failure.nextTry().isAfter(now)
        || failure.at().isAfter(now);
  }
}
