package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.Source;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git that is away, rewritten, or holds what no daemon should swallow: the last good commit stays in force and hosts are kept by it. */
class GitFaultsTest {
  @TempDir Path top;

  @Test
  void whateverBecomesOfTheBranchTheLastGoodCommitStaysInForce() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST);
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Store store = new MemoryStore()) {
      SimulatedHost host = simulated.hosts().getFirst();
      String good = repository.commit("Good");
      try (TestLoop loop = TestLoop.start(repository, top, store)) {
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 1);
        tooLarge(repository, loop, good);
        bombs(repository, loop, good);

        repository.write("sites/" + host.name() + "/vms.yaml", TestRepository.vms(2, "512MiB"));
        String second = repository.commit("Second");
        poll(loop, () -> inForce(loop).equals(second) && loop.view().count(VmState.IN_SYNC) == 2);
        repository.moveTo(good);
        poll(loop, () -> inForce(loop).equals(good));
        assertThat(git(loop)).singleElement().satisfies(event -> {
          assertThat(event.code()).isEqualTo("PVF-0210");
          assertThat(event.message()).contains("was moved back from " + second.substring(0, 8) + " to " + good.substring(0, 8));
        });
        loop.await(() -> loop.view().count(VmState.UNMANAGED) == 1, () -> loop.loop.wakeAll(Trigger.SCHEDULE));
        assertThat(host.keyboard().isRunning(102)).as("taken back from Git is not deleted").isTrue();

        repository.renameBranch("main", "trunk");
        poll(loop, () -> loop.view().source().fault().startsWith("PVF-0203"));
        assertThat(loop.view().source().fault()).contains("there is no branch \"main\"", "trunk");
        assertThat(inForce(loop)).isEqualTo(good);
      }
      repository.renameBranch("trunk", "main");
      brokenAndAway(repository, store, host, good);
    }
  }

  /** Rejected like a commit with an error, by code and path; nobody says that Git does not answer. */
  private void tooLarge(TestRepository repository, TestLoop loop, String good) throws Exception {
    repository.write("dump.yaml", "# " + "x".repeat(9 << 20) + "\n");
    String large = repository.commit("A dump");
    poll(loop, () -> loop.view().source().rejected().isPresent());
    Source.Rejection rejection = loop.view().source().rejected().orElseThrow();
    assertThat(rejection.commit().id()).isEqualTo(large);
    assertThat(rejection.errors()).singleElement().satisfies(error -> {
      assertThat(error.code().id()).isEqualTo("PVF-0206");
      assertThat(error.detail()).contains("\"dump.yaml\"");
    });
    assertThat(loop.view().source().fault()).isEmpty();
    assertThat(inForce(loop)).isEqualTo(good);
    repository.moveTo(good);
    poll(loop, () -> loop.events().stream().anyMatch(event -> event.code().equals("PVF-0210")));
  }

  private void bombs(TestRepository repository, TestLoop loop, String good) throws Exception {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n".replace("%d, ", (i - 1) + ", ")
          .replaceFirst("%d", "" + i).replaceFirst("%d", "" + i).replace("%d", "" + (i - 1)));
    }
    repository.write("laughs.yaml", laughs.toString());
    repository.write("deep.yaml", "a: " + "[".repeat(100_000));
    repository.write("many.yaml", "--- a\n".repeat(20_000));
    Files.write(repository.folder().resolve("korean.yaml"), "a: \uc57d\uad6d\n".getBytes(java.nio.charset.Charset.forName("MS949")));
    String bombs = repository.commit("Bombs");
    poll(loop, () -> loop.view().source().rejected().filter(r -> r.commit().id().equals(bombs)).isPresent());
    List<Diagnostic> errors = loop.view().source().rejected().orElseThrow().errors();
    assertThat(errors).extracting(error -> error.place().orElseThrow().file())
        .contains("laughs.yaml", "deep.yaml", "many.yaml", "korean.yaml");
    assertThat(inForce(loop)).isEqualTo(good);
    for (String file : List.of("laughs.yaml", "deep.yaml", "many.yaml", "korean.yaml")) {
      repository.remove(file);
    }
    String mended = repository.commit("Mended");
    poll(loop, () -> inForce(loop).equals(mended) && loop.view().source().rejected().isEmpty());
    repository.moveTo(good);
    poll(loop, () -> inForce(loop).equals(good));
    store(loop);
  }

  /** What was told so far is not looked at again. */
  private int told;

  private void store(TestLoop loop) {
    told = loop.events().size();
  }

  /** The newest commit is broken, the server goes away, the daemon starts anew: the last good one is in force, with the fetch's age. */
  private void brokenAndAway(TestRepository repository, Store store, SimulatedHost host, String good) throws Exception {
    try (TestLoop loop = TestLoop.start(repository, top, store)) {
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 1);
      repository.write("sites/" + host.name() + "/vms.yaml", TestRepository.vms(1, "512MB"));
      repository.commit("Break it");
      poll(loop, () -> loop.view().source().rejected().isPresent());
    }
    Files.move(repository.folder().resolve(".git"), top.resolve("away"));
    Instant start = Instant.now();
    try (TestLoop loop = TestLoop.start(repository, top, store)) {
      host.keyboard().stop(101);
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 1 && host.keyboard().isRunning(101));
      Source source = loop.view().source();
      assertThat(source.fault()).startsWith("PVF-020");
      assertThat(source.polledAt().orElseThrow()).as("the age of the last fetch").isBefore(start);
      assertThat(inForce(loop)).isEqualTo(good);
      Files.move(top.resolve("away"), repository.folder().resolve(".git"));
      poll(loop, () -> loop.view().source().fault().isEmpty());
      assertThat(git(loop)).extracting(NewEvent::message).contains("Git answers again.");
    }
  }

  private List<NewEvent> git(TestLoop loop) {
    List<NewEvent> all = loop.events().reversed();
    return all.subList(told, all.size()).stream().filter(event -> event.kind().equals("git")).toList();
  }

  private static void poll(TestLoop loop, java.util.function.BooleanSupplier isSo) {
    loop.await(isSo, () -> loop.loop.poll(Trigger.COMMIT));
  }

  private static String inForce(TestLoop loop) {
    return loop.view().source().inForce().orElseThrow().id();
  }
}
