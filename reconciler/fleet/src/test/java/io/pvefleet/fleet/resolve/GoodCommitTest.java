package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.GitCodes;
import io.pvefleet.fleet.git.GitCommit;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GoodCommitTest {

  private static final FleetLoad FINE = FleetFixture.oneHost().load();
  private static final FleetLoad BROKEN = FleetFixture.oneHost().file("x.yaml", "a: [").load();

  @Test
  void badCommitIsReportedAndTheGoodOneStays() {
    GoodCommit state = GoodCommit.none().offered(commit("1"), FINE).offered(commit("2"), BROKEN);
    assertThat(state.good().orElseThrow().commit().id()).isEqualTo("1");
    assertThat(state.bad().orElseThrow().commit().id()).isEqualTo("2");
    assertThat(state.bad().orElseThrow().diagnostics()).isNotEmpty();
    assertThat(state.isCurrent()).isFalse();
  }

  @Test
  void nextGoodCommitClearsTheBadOne() {
    GoodCommit state = GoodCommit.none().offered(commit("1"), BROKEN).offered(commit("2"), FINE);
    assertThat(state.good().orElseThrow().commit().id()).isEqualTo("2");
    assertThat(state.bad()).isEmpty();
    assertThat(state.isCurrent()).isTrue();
  }

  @Test
  void unreadableRepositoryChangesNothingThatIsInForce() {
    Diagnostic why = Diagnostic.errorOfAll(GitCodes.UNREACHABLE, "", "d", "r");
    GoodCommit state = GoodCommit.none().offered(commit("1"), FINE).unreadable(why);
    assertThat(state.good()).isPresent();
    assertThat(state.fault()).contains(why);
    assertThat(state.isCurrent()).isFalse();
    assertThat(state.offered(commit("1"), FINE).isCurrent()).isTrue();
    assertThat(GoodCommit.none().unreadable(why).good()).isEmpty();
  }

  private static GitCommit commit(String id) {
    return new GitCommit(id, "Kim", Instant.EPOCH, "s");
  }
}
