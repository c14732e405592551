package io.pvefleet.app.daemon;

import static io.pvefleet.app.daemon.SamplePlan.NOON;
import static io.pvefleet.app.daemon.SamplePlan.REACHED;
import static io.pvefleet.app.daemon.SamplePlan.SILENT;
import static io.pvefleet.app.daemon.SamplePlan.fine;
import static io.pvefleet.app.daemon.SamplePlan.held;
import static io.pvefleet.app.daemon.SamplePlan.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NarratorTest {

  @Test
  void driftIsToldOnceAndThenItsHealing() {
    HostPlan drifted = SamplePlan.of(NOON, REACHED, stopped(101));
    NewEvent event = only(tell(Map.of(101, VmState.IN_SYNC), drifted));
    assertThat(event.kind()).isEqualTo("drift");
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
    assertThat(event.message()).isEqualTo("spec.power is stopped, Git says running.");
    assertThat(tell(Map.of(101, VmState.DRIFTED), drifted)).isEmpty();

    NewEvent healed = only(tell(Map.of(101, VmState.DRIFTED), SamplePlan.of(NOON, REACHED, fine(101))));
    assertThat(healed.kind()).isEqualTo("healed");
    assertThat(healed.severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void whatIsFineFromTheStartIsNoNews() {
    assertThat(tell(Map.of(), SamplePlan.of(NOON, REACHED, fine(101), fine(102)))).isEmpty();
  }

  @Test
  void heldChangeSaysWhy() {
    NewEvent event = only(tell(Map.of(101, VmState.IN_SYNC), SamplePlan.of(NOON, REACHED, held(101, "a backup runs"))));
    assertThat(event.kind()).isEqualTo("held");
    assertThat(event.message()).isEqualTo("lock: a backup runs");
  }

  @Test
  void vmThatIsBeingChangedTellsNothing() {
    HostPlan plan = SamplePlan.of(NOON, REACHED, stopped(101));
    assertThat(Narrator.tell(Map.of(101, VmState.IN_SYNC), Optional.of(true), plan, Set.of(101))).isEmpty();
  }

  @Test
  void silenceAndReturnAreToldOnceEachAndSayNothingOfTheVms() {
    HostPlan silent = SamplePlan.of(NOON, SILENT, stopped(101));
    assertThat(only(tell(silent, Optional.of(true))).kind()).isEqualTo("unreachable");
    assertThat(only(tell(silent, Optional.empty())).message()).isEqualTo("connect timed out");
    assertThat(tell(silent, Optional.of(false))).isEmpty();
    HostPlan back = SamplePlan.of(NOON, REACHED, fine(101));
    assertThat(only(tell(back, Optional.of(false))).kind()).isEqualTo("reachable");
    assertThat(tell(back, Optional.empty())).isEmpty();
  }

  private static List<NewEvent> tell(Map<Integer, VmState> before, HostPlan now) {
    return Narrator.tell(before, Optional.of(true), now, Set.of());
  }

  private static List<NewEvent> tell(HostPlan now, Optional<Boolean> wasReached) {
    return Narrator.tell(Map.of(101, VmState.IN_SYNC), wasReached, now, Set.of());
  }

  private static NewEvent only(List<NewEvent> events) {
    assertThat(events).hasSize(1);
    return events.getFirst();
  }
}
