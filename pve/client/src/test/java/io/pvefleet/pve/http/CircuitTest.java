package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.Circuit.Pass;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private final Virtual virtual = new Virtual();
  private final Circuit circuit = new Circuit(PveHttpSettings.DEFAULT, virtual.surroundings());

  @Test
  void opensAfterThreeFailuresInARow() {
    fail();
    fail();
    circuit.answered();
    fail();
    fail();
    assertThat(circuit.silentSince()).isEmpty();
    fail();
    assertThat(circuit.silentSince()).contains(virtual.now());
    assertRefused(true);
  }

  @Test
  void oneConnectTimeoutOpensIt() {
    circuit.timedOutConnecting(circuit.enter(true), "connecting timed out");
    assertThat(circuit.silentSince()).isPresent();
  }

  @Test
  void refusalSaysSinceWhenWhyAndUntilWhen() {
    circuit.timedOutConnecting(circuit.enter(true), "connecting timed out");
    assertThatThrownBy(() -> circuit.enter(true)).hasMessage(
        "not tried: no answer since 2026-11-22T05:00:00Z (connecting timed out); next probe from 2026-11-22T05:00:05Z on");
  }

  @Test
  void oneReadProbesAndWritesNever() {
    open();
    virtual.advance(Duration.ofSeconds(5));
    assertRefused(false);
    assertThat(circuit.enter(true)).isEqualTo(Pass.PROBE);
    circuit.answered();
    assertThat(circuit.enter(false)).isEqualTo(Pass.NORMAL);
  }

  @Test
  void whoComesDuringAProbeWaitsForWhatItFinds() throws Exception {
    open();
    virtual.advance(Duration.ofSeconds(5));
    Pass probe = circuit.enter(true);
    FutureTask<Pass> second = waiting();
    circuit.failed(probe, "refused");
    assertThatThrownBy(second::get).hasCauseInstanceOf(Unreachable.class);
    virtual.advance(Duration.ofSeconds(10));
    circuit.enter(true);
    FutureTask<Pass> third = waiting();
    circuit.answered();
    assertThat(third.get()).isEqualTo(Pass.NORMAL);
  }

  private FutureTask<Pass> waiting() {
    FutureTask<Pass> task = new FutureTask<>(() -> circuit.enter(true));
    Thread thread = Thread.ofPlatform().start(task);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(task.isDone()).isFalse();
    return task;
  }

  @Test
  void pausesGrowUpToTheirLimit() {
    open();
    for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
      virtual.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertRefused(true);
      virtual.advance(Duration.ofMillis(1));
      circuit.failed(circuit.enter(true), "refused");
    }
    assertThat(circuit.silentSince()).contains(java.time.Instant.parse("2026-11-22T05:00:00Z"));
  }

  @Test
  void aLateFailureOfAnEarlierCallDoesNotLengthenThePause() {
    Pass early = circuit.enter(true);
    open();
    virtual.advance(Duration.ofSeconds(4));
    circuit.failed(early, "late");
    virtual.advance(Duration.ofSeconds(1));
    assertThat(circuit.enter(true)).isEqualTo(Pass.PROBE);
  }

  @Test
  void aProbeThatSaysNothingLetsTheNextOneTry() {
    open();
    virtual.advance(Duration.ofSeconds(5));
    circuit.undecided(circuit.enter(true));
    assertThat(circuit.enter(true)).isEqualTo(Pass.PROBE);
  }

  private void open() {
    fail();
    fail();
    fail();
  }

  private void fail() {
    circuit.failed(circuit.enter(true), "refused");
  }

  private void assertRefused(boolean isSafe) {
    assertThatThrownBy(() -> circuit.enter(isSafe))
        .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.CIRCUIT_OPEN));
  }
}
