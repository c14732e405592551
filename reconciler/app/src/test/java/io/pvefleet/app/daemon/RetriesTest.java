package io.pvefleet.app.daemon;

import static io.pvefleet.app.daemon.SamplePlan.NOON;
import static io.pvefleet.app.daemon.SamplePlan.REACHED;
import static io.pvefleet.app.daemon.SamplePlan.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.plan.HostPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final Retries retries = new Retries();
  private final HostPlan plan = SamplePlan.of(NOON, REACHED, stopped(101), stopped(102));

  @Test
  void waitDoublesUpToAnHour() {
    List<Long> minutes =
        java.util.stream.IntStream.range(0, 9)
            .mapToObj(_ -> Duration.between(NOON, retries.failed(101, "abc", NOON)).toMinutes())
            .toList();
    assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void failedVmWaitsAndTheOthersDoNot() {
    Instant next = retries.failed(101, "abc", NOON);
    assertThat(due("abc", next.minusMillis(1))).containsExactly(102);
    assertThat(due("abc", next)).containsExactly(101, 102);
  }

  @Test
  void anotherCommitIsTriedAtOnceAndCountsAnew() {
    retries.failed(101, "abc", NOON);
    retries.failed(101, "abc", NOON);
    assertThat(due("def", NOON)).containsExactly(101, 102);
    assertThat(retries.failed(101, "def", NOON)).isEqualTo(NOON.plus(Retries.FIRST));
  }

  @Test
  void successForgetsTheFailure() {
    retries.failed(101, "abc", NOON);
    retries.succeeded(101);
    assertThat(due("abc", NOON)).containsExactly(101, 102);
  }

  private List<Integer> due(String revision, Instant now) {
    return retries.due(plan, revision, now).changes().stream().map(change -> change.head().vm().vmid()).toList();
  }
}
