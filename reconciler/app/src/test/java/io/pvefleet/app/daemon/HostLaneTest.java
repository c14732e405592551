package io.pvefleet.app.daemon;

import static io.pvefleet.app.daemon.SamplePlan.NOON;
import static io.pvefleet.app.daemon.SamplePlan.REACHED;
import static io.pvefleet.app.daemon.SamplePlan.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.VmState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HostLaneTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);

  private final HostLane lane = new HostLane();

  @Test
  void scheduleNeverHidesABetterReasonAndAReasonIsGivenOnce() {
    lane.ask(Trigger.WEBHOOK);
    lane.ask(Trigger.SCHEDULE);
    assertThat(lane.trigger()).isEqualTo(Trigger.WEBHOOK);
    assertThat(lane.trigger()).isEqualTo(Trigger.SCHEDULE);
  }

  @Test
  void silentHostRestsLongerAndLongerButNeverBeyondThreeIntervals() {
    assertThat(rest(1)).isZero();
    assertThat(rest(2)).isEqualTo(INTERVAL);
    assertThat(rest(3)).isEqualTo(INTERVAL.multipliedBy(2));
    assertThat(rest(4)).isEqualTo(INTERVAL.multipliedBy(3));
    assertThat(rest(50)).isEqualTo(INTERVAL.multipliedBy(3));
  }

  @Test
  void hostThatAnswersAgainRestsNoMore() {
    look(NOON, SILENT);
    look(NOON, SILENT);
    look(NOON, SILENT);
    look(NOON, REACHED);
    assertThat(lane.mayRest(NOON.plusSeconds(1), INTERVAL)).isFalse();
    assertThat(lane.wasReached()).contains(true);
  }

  @Test
  void silenceForgetsNoState() {
    lane.judged(SamplePlan.of(NOON, REACHED, SamplePlan.fine(101)));
    lane.judged(SamplePlan.of(NOON, SILENT));
    assertThat(lane.states()).containsEntry(101, VmState.IN_SYNC);
  }

  @Test
  void whatWasReadBeforeAChangeEndedIsOld() {
    int turn = lane.turn();
    lane.turned();
    assertThat(lane.turn()).isNotEqualTo(turn);
    int later = lane.turn();
    look(NOON, REACHED);
    assertThat(lane.turn()).isNotEqualTo(later);
  }

  @Test
  void changingEndsWithTheWorkEvenWhereItFails() {
    assertThat(lane.<Boolean>changing(lane::isChanging)).isTrue();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> lane.changing(() -> {
      throw new IllegalStateException();
    })).isInstanceOf(IllegalStateException.class);
    assertThat(lane.isChanging()).isFalse();
  }

  /** How long after that many silences the schedule passes the host over. */
  private static Duration rest(int silences) {
    HostLane lane = new HostLane();
    for (int i = 0; i < silences; i++) {
      lane.learn(SamplePlan.known(SamplePlan.of(NOON, SILENT)));
    }
    Duration rest = Duration.ZERO;
    while (lane.mayRest(NOON.plus(rest), INTERVAL)) {
      rest = rest.plusSeconds(1);
    }
    return rest;
  }

  private void look(Instant at, Reach reach) {
    lane.learn(SamplePlan.known(SamplePlan.of(at, reach)));
  }
}
