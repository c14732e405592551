package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.simulator.fault.TaskFault;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that are set forward and back by hours under the daemon, and hosts whose clocks are wrong. */
class ClockFaultsTest {
  private static final Duration HOURS = Duration.ofHours(5);

  @TempDir Path top;

  /** The real time and a distance to it that can be changed. */
  private static final class SetClock extends Clock {
    final AtomicReference<Duration> by = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
      return Instant.now().plus(by.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void daemonGoesOnWhereTheClockIsSetBackAndForward() throws Exception {
    SetClock clock = new SetClock();
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(2));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Store store = new MemoryStore();
        TestLoop loop = TestLoop.start(repository, top, store, TestLoop.Wish.NONE.at(clock))) {
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
      SimulatedHost host = simulated.hosts().getFirst();
      for (Duration by : List.of(HOURS.negated(), HOURS, HOURS.multipliedBy(2))) {
        clock.by.set(by);
        assertThat(loop.view().count(HostState.ONLINE)).as("facts of another time are not shown as fresh, %s", by).isZero();
        loop.loop.clockMoved(by);
        loop.await(() -> loop.view().count(HostState.ONLINE) == 2);
        host.keyboard().stop(101);
        loop.await(
            () -> host.keyboard().isRunning(101) && loop.view().count(VmState.IN_SYNC) == 2,
            () -> loop.loop.wakeAll(Trigger.SCHEDULE));
        for (HostRow row : loop.view().hosts()) {
          assertThat(row.seenAt().orElseThrow()).as("by the new time").isBetween(clock.instant().minusSeconds(60), clock.instant());
        }
      }
      assertThat(loop.events()).extracting(NewEvent::code).contains("PVF-0541");
      assertThat(loop.events()).extracting(NewEvent::kind).doesNotContain("failed", "stopped", "indeterminate", "unreachable");
    }
  }

  @Test
  void failedChangeIsTriedAgainAtTheLatestWhenItWouldHaveBeenHadTheClockNotBeenSetBack() throws Exception {
    SetClock clock = new SetClock();
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Store store = new MemoryStore()) {
      SimulatedHost host = simulated.hosts().getFirst();
      host.faults().failTasks(new TaskFault("qmcreate", 1, "lvcreate failed"));
      try (TestLoop loop = TestLoop.start(repository, top, store, TestLoop.Wish.NONE.at(clock))) {
        loop.await(() -> loop.view().count(VmState.FAILED) == 1);
        clock.by.set(HOURS.negated());
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 1, () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      }
    }
  }

  @Test
  void clockThatIsSetIsNoticedAndOneThatRunsIsNot() {
    AtomicLong nanos = new AtomicLong(System.nanoTime());
    Instant start = Instant.parse("2026-11-22T12:00:00Z");
    TestClock clock = new TestClock(start);
    ClockWatch watch = new ClockWatch(clock, nanos::get);
    pass(clock, nanos, Duration.ofHours(7));
    assertThat(watch.moved()).isEmpty();
    clock.pass(Duration.ofSeconds(29)); // slewed, or a leap second
    assertThat(watch.moved()).isEmpty();
    clock.pass(HOURS.negated());
    assertThat(watch.moved()).contains(HOURS.negated());
    assertThat(watch.moved()).as("said once").isEmpty();
    clock.pass(HOURS);
    pass(clock, nanos, Duration.ofSeconds(10));
    assertThat(watch.moved()).contains(HOURS);
    assertThat(ClockWatch.event(HOURS.negated(), clock.instant()).message()).contains("set back by 5 h");
  }

  @Test
  void nobodyWaitsLongerForTheOthersThanMeantWhateverTheWallClockDoes() {
    AtomicLong nanos = new AtomicLong();
    Muster muster = new Muster(nanos::get, Duration.ofSeconds(90));
    muster.begin("abc", Set.of("a", "b", "c"), 50);
    muster.seen("abc", "a", true);
    assertThat(muster.isSound()).as("two of three may still be gone").isFalse();
    muster.seen("abc", "b", true);
    assertThat(muster.await("abc", Muster.Need.SOUND_NETWORK)).isEqualTo(Muster.Wait.KNOWN);
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(muster.await("abc", Muster.Need.EVERY_HOST)).isEqualTo(Muster.Wait.TIME_IS_UP);
    assertThat(muster.await("abc", Muster.Need.EVERY_HOST)).isEqualTo(Muster.Wait.KNOWN);
    muster.begin("def", Set.of("a"), 50);
    assertThat(muster.await("abc", Muster.Need.EVERY_HOST)).isEqualTo(Muster.Wait.OVERTAKEN);
    assertThat(muster.await("def", Muster.Need.SOUND_NETWORK)).as("each pass judges the network again").isEqualTo(Muster.Wait.KNOWN);
  }

  @Test
  void silentHostDoesNotRestLongerBecauseTheClockWentBack() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    HostLane lane = new HostLane();
    for (int i = 0; i < 3; i++) {
      lane.learn(SamplePlan.known(SamplePlan.of(noon, new Reach.NotReached(FaultKind.UNREACHABLE, "connect timed out"))));
    }
    assertThat(lane.mayRest(noon.plusSeconds(1), Duration.ofSeconds(60))).isTrue();
    assertThat(lane.mayRest(noon.minus(HOURS), Duration.ofSeconds(60))).isFalse();
    assertThat(lane.mayRest(noon.plus(HOURS), Duration.ofSeconds(60))).isFalse();
  }

  private static void pass(TestClock clock, AtomicLong nanos, Duration time) {
    clock.pass(time);
    nanos.addAndGet(time.toNanos());
  }
}
