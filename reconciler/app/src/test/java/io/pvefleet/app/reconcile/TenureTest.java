package io.pvefleet.app.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.LeaseLost;
import io.pvefleet.app.store.Leases;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.view.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TenureTest {

  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Owner OTHER = new Owner("", "", 1, 1, "other");

  private final Leases leases = new MemoryStore().leases();
  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T03:00:00Z"));

  @Test
  void successorOfAKilledProcessOnThisMachineDoesNotWait() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    Owner us = Owner.ofThisProcess();
    Owner dead = new Owner(us.machine(), us.user(), process.pid(), started(process.pid()), "dead");
    Tenure held = take(dead).orElseThrow();
    assertThat(take(us)).isEmpty();
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    Tenure ours = take(us).orElseThrow();
    assertThat(ours.fence().number()).isGreaterThan(held.fence().number());
  }

  @Test
  void processOfTheSameNumberThatBeganLaterIsNotTheOneThatHeld() {
    Owner us = Owner.ofThisProcess();
    assertThat(us.knowsGone(us.text())).isFalse();
    assertThat(us.knowsGone(new Owner(us.machine(), us.user(), us.pid(), us.started() - 1, "before").text())).isTrue();
  }

  @Test
  void anotherMachinesOrUsersProcessIsNeverTakenForGone() {
    Owner us = Owner.ofThisProcess();
    assertThat(us.knowsGone(new Owner("elsewhere", us.user(), 1, 1, "x").text())).isFalse();
    assertThat(us.knowsGone(new Owner(us.machine(), us.user() + "2", 1, 1, "x").text())).isFalse();
    assertThat(us.knowsGone("7b9e6a1c-a-version-before")).isFalse();
  }

  @Test
  void oneThatStoodStillRenewsWhereNobodyCameAndLosesWhereSomebodyDid() {
    try (Tenure stale = take(Owner.ofThisProcess()).orElseThrow()) {
      clock.pass(LEASE.plusSeconds(1));
      stale.confirm();
      assertThat(take(OTHER)).isEmpty();
      clock.pass(LEASE.plusSeconds(1));
      try (Tenure successor = take(OTHER).orElseThrow()) {
        assertThatThrownBy(stale::confirm).isInstanceOf(LeaseLost.class);
        successor.confirm();
      }
      // Also after the successor is through: what the stale one knows of the host is old.
      assertThatThrownBy(stale::confirm).isInstanceOf(LeaseLost.class);
      assertThat(leases.holder("seoul-001")).isEmpty();
    }
  }

  @Test
  void clockThatWentBackGivesNoLongerLease() {
    try (Tenure ours = take(Owner.ofThisProcess()).orElseThrow()) {
      clock.pass(Duration.ofHours(-5));
      ours.confirm();
      clock.pass(LEASE.plusSeconds(1));
      assertThat(take(OTHER)).isPresent();
    }
  }

  @Test
  void gracefulEndGivesTheHostBackAtOnce() {
    take(Owner.ofThisProcess()).orElseThrow().close();
    assertThat(take(OTHER)).isPresent();
  }

  private Optional<Tenure> take(Owner owner) {
    return Tenure.of(leases, "seoul-001", owner, clock, LEASE);
  }

  private static long started(long pid) throws Exception {
    String stat = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
  }
}
