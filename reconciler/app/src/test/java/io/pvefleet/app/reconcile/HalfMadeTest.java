package io.pvefleet.app.reconcile;

import static io.pvefleet.app.reconcile.CrashFleet.HOST;
import static io.pvefleet.app.reconcile.CrashFleet.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The host lost power in the middle of a clone: what is left of it is told to a person and touched by nobody else. */
class HalfMadeTest {

  private static final EngineFleet FLEET = CrashFleet.of("clone", List.of(vm(101, """
      power: running
      memory: 1GiB
      disks: {scsi0: {storage: local-lvm, size: 8GiB, source: {template: 9000}}}
      """)));

  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T03:00:00Z"));
  private final CrashHost host = new CrashHost(11, clock);
  private final Store store = new MemoryStore();

  @Test
  void halfMadeCloneIsToldAsAStuckLockAndNotTouched() {
    host.nextTaskEnds("unexpected status");
    Instant start = clock.instant();
    ApplyReport report = apply();
    assertThat(report.results().getFirst().outcome()).isInstanceOfSatisfying(Outcome.Indeterminate.class,
        end -> assertThat(end.message()).contains("left half made (lock: clone)"));
    assertThat(Duration.between(start, clock.instant())).isLessThan(Duration.ofMinutes(1));
    clock.pass(Duration.ofMinutes(10));
    Change held = plan().changes().getFirst();
    assertThat(held.head().state().word()).isEqualTo("Held");
    assertThat(held.head().verdict()).isInstanceOfSatisfying(Verdict.Held.class,
        verdict -> assertThat(verdict.detail()).contains("no task of the host works on it", "qm unlock 101"));
    apply();
    assertThat(host.accepted()).hasSize(1);
    assertThat(store.runs().unfinished(HOST)).isEmpty();
  }

  @Test
  void crashInTheMiddleOfThatIsSettledTheSameWay() {
    host.nextTaskEnds("unexpected status");
    Doom doom = Doom.at("during task qmclone");
    try {
      apply(new Reconciler(
          doom.lines(host), doom.store(store), clock, ReconcileSettings.DEFAULT, Owner.ofThisProcess(), clock::pass));
    } catch (Doom.Killed | IllegalStateException e) {
      assertThat(doom.isDead()).isTrue();
    }
    clock.pass(Duration.ofMinutes(10));
    assertThat(reconciler().settle(FLEET.host(HOST).orElseThrow(), plan())).isTrue();
    assertThat(store.runs().unfinished(HOST)).isEmpty();
    assertThat(store.runs().changesOf(HOST, 101, 1).getFirst().ending().orElseThrow().detail())
        .contains("the host does not know how it ended");
    apply();
    assertThat(host.accepted()).hasSize(1);
  }

  private HostPlan plan() {
    return reconciler().plan(FLEET.host(HOST).orElseThrow());
  }

  private ApplyReport apply() {
    return apply(reconciler());
  }

  private ApplyReport apply(Reconciler reconciler) {
    HostPlan plan = reconciler.plan(FLEET.host(HOST).orElseThrow());
    return reconciler.apply(
        FLEET, Policy.judge(FLEET, List.of(plan), reconciler.memory(FLEET, Set.of(HOST), Set.of())), HOST, Runs.Trigger.COMMIT,
        ApplyListener.NONE);
  }

  private Reconciler reconciler() {
    return new Reconciler(host, store, clock, ReconcileSettings.DEFAULT, Owner.ofThisProcess(), clock::pass);
  }
}
