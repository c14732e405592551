package io.pvefleet.app.reconcile;

import static io.pvefleet.app.reconcile.CrashFleet.HOST;
import static io.pvefleet.app.reconcile.CrashFleet.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A till that pvefleet took down and did not bring up is started by the next plan, unless somebody else had a hand in it. */
class OwedStartTest {

  private static final String TILL = """
      memory: 512MiB
      restart: {policy: immediate, force: true}
      drift: {mode: report}
      """;
  private static final EngineFleet BEFORE = CrashFleet.of("before", List.of(vm(101, TILL)));
  private static final EngineFleet AFTER = CrashFleet.of("after", List.of(vm(101, TILL.replace("512MiB", "768MiB"))));
  private static final String PERSON = "root@pam!person";

  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T03:00:00Z"));
  private final CrashHost host = new CrashHost(7, clock);
  private final Store store = new MemoryStore();

  /** The process dies right after the till has gone down for its restart. */
  @BeforeEach
  void takeDown() {
    apply(reconciler(), BEFORE);
    host.carryOut(power("start"), CrashHost.US);
    clock.pass(Duration.ofMinutes(3));
    Doom doom = Doom.at("task over qmshutdown");
    Reconciler doomed =
        new Reconciler(doom.lines(host), doom.store(store), clock, ReconcileSettings.DEFAULT, Owner.ofThisProcess(), clock::pass);
    assertThatThrownBy(() -> apply(doomed, AFTER)).satisfies(e -> assertThat(doom.isDead()).isTrue());
    clock.pass(Duration.ofMinutes(3));
    assertThat(isRunning()).isFalse();
    Reconciler next = reconciler();
    DesiredHost desired = AFTER.host(HOST).orElseThrow();
    assertThat(next.settle(desired, next.plan(desired))).isTrue();
  }

  @Test
  void itIsStartedAlthoughGitLeavesThePowerAlone() {
    Change change = plan().changes().getFirst();
    assertThat(change.head().stateDetail()).isEqualTo("pvefleet took it down for a change and has to start it again");
    assertThat(change.steps()).extracting(step -> step.key()).containsExactly("start");
    apply(reconciler(), AFTER);
    assertThat(isRunning()).isTrue();
    assertThat(store.owedStarts().of(HOST)).isEmpty();
  }

  @Test
  void itIsLeftAloneWhereAPersonStartedAndStoppedItMeanwhile() {
    host.carryOut(power("start"), PERSON);
    clock.pass(Duration.ofMinutes(2));
    host.carryOut(power("stop"), PERSON);
    clock.pass(Duration.ofMinutes(2));
    assertLeftAlone();
  }

  @Test
  void itIsLeftAloneWhereAPersonStoppedItOnceMore() {
    host.carryOut(power("stop"), PERSON);
    clock.pass(Duration.ofMinutes(2));
    assertLeftAlone();
  }

  @Test
  void itIsOwedOnceAndNotAfterItWasSeenRunning() {
    host.carryOut(power("start"), PERSON);
    assertThat(plan().changes()).allMatch(Change.Keep.class::isInstance);
    assertThat(store.owedStarts().of(HOST)).isEmpty();
  }

  @Test
  void whatThePersonWritesInGitCountsMore() {
    EngineFleet stopped = CrashFleet.of("stopped", List.of(vm(101, TILL.replace("512MiB", "768MiB") + "power: stopped\n")));
    reconciler().plan(stopped.host(HOST).orElseThrow());
    assertThat(store.owedStarts().of(HOST)).isEmpty();
  }

  private void assertLeftAlone() {
    assertThat(plan().changes()).allMatch(Change.Keep.class::isInstance);
    assertThat(store.owedStarts().of(HOST)).isEmpty();
    apply(reconciler(), AFTER);
    assertThat(isRunning()).isFalse();
  }

  private HostPlan plan() {
    return reconciler().plan(AFTER.host(HOST).orElseThrow());
  }

  private void apply(Reconciler reconciler, EngineFleet fleet) {
    HostPlan plan = reconciler.plan(fleet.host(HOST).orElseThrow());
    reconciler.apply(
        fleet, Policy.judge(fleet, List.of(plan), reconciler.memory(fleet, Set.of(HOST), Set.of())), HOST, Runs.Trigger.COMMIT,
        ApplyListener.NONE);
  }

  private Reconciler reconciler() {
    return new Reconciler(host, store, clock, ReconcileSettings.DEFAULT, Owner.ofThisProcess(), clock::pass);
  }

  private boolean isRunning() {
    return host.world().qemu().vm(101).filter(SimVm::isRunning).isPresent();
  }

  private static PveRequest power(String action) {
    return PveRequest.post("/nodes/pve1/qemu/101/status/" + action);
  }
}
