package io.pvefleet.app.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.app.web.SampleFleet;
import io.pvefleet.engine.plan.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is news, and how it is kept for those who come later. */
class LiveFeedTest {
  private final TestClock clock = new TestClock(SampleFleet.NOW);
  private final FleetBoard board = SampleFleet.troubled(clock, 15, 10);
  private final LiveNews told = new LiveNews();
  private final LiveFeed feed = new LiveFeed(board, new ConsoleBoard(Optional.empty()), new AlertBoard(), told);

  @Test
  void timeThatPassesIsNoNewsUntilAFactIsTooOld() {
    clock.pass(Duration.ofSeconds(5));
    assertThat(after(feed.position())).isEqualTo(News.NONE);
    String before = feed.position();
    clock.pass(Duration.ofSeconds(180));
    feed.tick();
    assertThat(after(before).ids()).contains("h-seoul-001", "v-seoul-001-101", "hosts", "vms");
  }

  @Test
  void stepOfOneVmIsNewsOfThatVmAndOfNoOther() {
    String before = feed.position();
    board.doing("daejeon-005", 101, "Clone template 9000");
    feed.tick();
    assertThat(after(before).ids()).contains("vms", "v-daejeon-005-101").doesNotContain("v-daejeon-005-102", "source");
  }

  @Test
  void hostThatWasLookedAtAgainAndIsAsBeforeIsSoftNews() {
    HostRow host = board.view().host("daejeon-005").orElseThrow();
    board.pass(SampleFleet.fine(host, clock.instant()));
    feed.tick();
    String before = feed.position();
    clock.pass(Duration.ofSeconds(30));
    board.pass(SampleFleet.fine(host, clock.instant()));
    feed.tick();
    assertThat(after(before)).isEqualTo(new News(Set.of(), Set.of("h-daejeon-005")));
  }

  @Test
  void hostThatGitDeclaresNoMoreIsNewsOfItAndOfTheLists() {
    String before = feed.position();
    board.declare(board.view().settings(), List.of());
    feed.tick();
    assertThat(after(before).ids()).contains("h-seoul-001", "h-daejeon-005", "hosts", "vms");
  }

  @Test
  void commitAndAFaultOfGitAreNewsWhileAnotherAnswerIsSoft() {
    String before = feed.position();
    board.source(source -> source.polled(clock.instant().plusSeconds(1)));
    feed.tick();
    assertThat(after(before)).isEqualTo(new News(Set.of(), Set.of("source")));
    before = feed.position();
    board.source(source -> source.failing("no route to host", Optional.empty()));
    board.holds(List.of("Paused by Kim."));
    feed.tick();
    assertThat(after(before).ids()).containsExactlyInAnyOrder("source", "holds");
  }

  @Test
  void whatTheStoreIsToldIsNews() {
    String before = feed.position();
    told.tell("runs");
    told.tell("r-17");
    told.tell("runs");
    feed.tick();
    assertThat(after(before).ids()).containsExactlyInAnyOrder("runs", "r-17");
  }

  @Test
  void slowReaderGetsAllThatItMissedAsOne() {
    String before = feed.position();
    board.doing("daejeon-005", 101, "Clone template 9000");
    feed.tick();
    board.settled("daejeon-005", 101, VmState.IN_SYNC);
    board.doing("daejeon-005", 103, "Clone template 9000");
    feed.tick();
    assertThat(after(before).ids()).contains("v-daejeon-005-101", "v-daejeon-005-103");
  }

  @Test
  void manyChangesAreToldAsEverything() {
    String before = feed.position();
    IntStream.range(0, News.MAX_IDS + 1).forEach(i -> told.tell("r-" + i));
    feed.tick();
    assertThat(after(before).ids()).containsExactly(News.ALL);
  }

  @Test
  void positionThatIsTooOldOrOfAnotherProcessOrNoneIsNotKnown() {
    String first = feed.position();
    IntStream.rangeClosed(0, LiveFeed.KEPT).forEach(
        i -> {
          told.tell("runs");
          feed.tick();
        });
    assertThat(feed.number(first)).isEqualTo(-1);
    assertThat(feed.number(feed.position())).isEqualTo(LiveFeed.KEPT + 1);
    assertThat(feed.number("another-1")).isEqualTo(-1);
    assertThat(feed.number(feed.name(LiveFeed.KEPT + 2))).isEqualTo(-1);
    assertThat(feed.number("x")).isEqualTo(-1);
  }

  @Test
  void comparingTwoViewsOfTenThousandVmsCostsWhatChanged() {
    FleetBoard large = SampleFleet.troubled(clock, 1000, 10);
    FleetView before = large.view();
    large.doing("seoul-001", 101, "Clone template 9000");
    FleetView after = large.view();
    assertThat(FleetDiff.between(before, after).ids()).contains("v-seoul-001-101");
    // Rows of which nothing was learned are not even looked into: they are the same objects.
    assertThat(after.hosts().stream().filter(host -> before.host(host.name()).orElseThrow() != host)).hasSize(1);
  }

  private News after(String position) {
    try {
      return feed.await(feed.number(position), Duration.ZERO).news();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
