package io.pvefleet.app.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.store.Journal.Entry;
import io.pvefleet.app.store.Journal.Stage;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.run.Event;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** What a dead process left open is closed by finding its task and waiting for it, and for nobody else's. */
class SettlementTest {

  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Duration SKEW = Duration.ofMinutes(-7);
  private static final String US = "fleet@pve!r";

  private final Store store = new MemoryStore();
  private final List<String> awaited = new ArrayList<>();
  private final List<String> listed = new ArrayList<>();
  private final TestClock clock = new TestClock(NOW);
  private Optional<Answer> refusal = Optional.empty();
  private String firstLine = "";

  @Test
  void lostCreateIsFoundByTypeGuestUserAndTheHostsClock() {
    String ours = task("00000301", "qmcreate", "102", US, 1);
    listed.add(task("00000305", "vncproxy", "102", US, 2));
    listed.add(task("00000304", "qmcreate", "103", US, 2));
    listed.add(task("00000303", "qmcreate", "102", "root@pam", 2));
    listed.add(ours);
    listed.add(task("00000300", "qmcreate", "102", US, -30));
    Runs.Change change = interrupted("create", PveRequest.post("/nodes/pve1/qemu").with("vmid", "102"), Optional.empty());
    settle();
    assertThat(awaited).containsExactly(ours);
    assertThat(ending(change).detail()).contains("what it had sent was carried out (create)");
    assertThat(store.journal().of(change.id())).extracting(Entry::stage)
        .containsExactly(Stage.INTENDED, Stage.SENT, Stage.ENDED, Stage.SETTLED);
  }

  @Test
  void lostCloneIsLookedForUnderItsTemplateAndToldByItsLog() {
    listed.add(task("00000302", "qmclone", "9000", US, 0));
    firstLine = "creating a clone of VM 9000 with ID 102";
    interrupted("clone", cloning(), Optional.empty());
    settle();
    assertThat(awaited).containsExactlyElementsOf(listed);
  }

  @Test
  void cloneOfTheSameTemplateThatMakesAnotherVmIsNotOurs() {
    listed.add(task("00000302", "qmclone", "9000", US, 0));
    firstLine = "creating a clone of VM 9000 with ID 777";
    Runs.Change change = interrupted("clone", cloning(), Optional.empty());
    settle();
    assertThat(awaited).isEmpty();
    assertThat(ending(change).detail()).contains("the answer to \"clone\" was lost, and the host runs no task for it");
  }

  @Test
  void answeredWriteWaitsForItsOwnTaskAlone() {
    String ours = task("00000302", "qmclone", "9000", US, 0);
    listed.add(task("00000309", "qmclone", "9000", US, 1));
    interrupted("clone", cloning(), Optional.of(ours));
    settle();
    assertThat(awaited).containsExactly(ours);
  }

  @Test
  void requestThatMayStillShowIsWaitedForByTheHostsOwnTimeAndNoLonger() {
    interrupted("create", PveRequest.post("/nodes/pve1/qemu").with("vmid", "102"), Optional.empty());
    settle();
    assertThat(awaited).isEmpty();
    assertThat(Duration.between(NOW, clock.instant())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(14));
  }

  @Test
  void hostThatDoesNotTellLeavesTheChangeOpenAndNothingIsSent() {
    refusal = Optional.of(new Answer.Fault(FaultKind.UNREACHABLE, "no route", Map.of()));
    interrupted("create", PveRequest.post("/nodes/pve1/qemu").with("vmid", "102"), Optional.empty());
    assertThat(settleOnce().stillOpen()).contains("no route");
    assertThat(store.runs().unfinished("seoul-001")).hasSize(1);
    refusal = Optional.empty();
    settle();
  }

  @Test
  void entriesOfAnOlderVersionAreSettledAsWell() {
    String ours = task("00000302", "qmclone", "9000", US, 0);
    listed.add(ours);
    Runs.Run run = store.runs().begin("c0ffee", Runs.Trigger.SCHEDULE, "seoul-001", NOW);
    Runs.Change change = store.runs().beginChange(run.id(), new VmRef("seoul-001", 102, "pos-01"), "create", "", NOW);
    try (Tenure tenure = tenure()) {
      store.journal().append(
          new Entry(change.id(), NOW, Stage.INTENDED, "clone", "POST /nodes/pve1/qemu/9000/clone newid=102", Optional.empty(), ""),
          tenure.fence());
    }
    settle();
    assertThat(awaited).containsExactly(ours);
  }

  @Test
  void nothingOpenIsNothingDone() {
    assertThat(settleOnce().found()).isZero();
    assertThat(awaited).isEmpty();
  }

  private static PveRequest cloning() {
    return PveRequest.post("/nodes/pve1/qemu/9000/clone").with("newid", "102");
  }

  /** Begun so many seconds after the intent, by the host's clock, which goes seven minutes slow. */
  private static String task(String pid, String type, String id, String user, int after) {
    long start = NOW.plus(SKEW).plusSeconds(after).getEpochSecond();
    return "UPID:pve1:%s:0004F057:%08X:%s:%s:%s:".formatted(pid, start, type, id, user);
  }

  private Runs.Change interrupted(String key, PveRequest request, Optional<String> answeredWith) {
    Runs.Run run = store.runs().begin("c0ffee", Runs.Trigger.SCHEDULE, "seoul-001", NOW);
    Runs.Change change = store.runs().beginChange(run.id(), new VmRef("seoul-001", 102, "pos-01"), "create", "clone template 9000", NOW);
    Step step = new Step(key, key, request, Impact.LIVE, false);
    try (Tenure tenure = tenure()) {
      store.journal().append(entry(change, Stage.INTENDED, step, new Event.Intended(NOW, step)), tenure.fence());
      answeredWith.ifPresent(upid ->
          store.journal().append(
              entry(change, Stage.SENT, step, new Event.Sent(NOW, step, new Answer.Data(StringNode.valueOf(upid)))), tenure.fence()));
    }
    return change;
  }

  private static Entry entry(Runs.Change change, Stage stage, Step step, Event event) {
    return new Entry(change.id(), NOW, stage, step.key(), step.request().toString(), Optional.empty(), "", Optional.of(event));
  }

  private void settle() {
    assertThat(settleOnce()).isEqualTo(new Settlement.Settled(1, Optional.empty()));
    assertThat(store.runs().unfinished("seoul-001")).isEmpty();
  }

  private Settlement.Settled settleOnce() {
    try (Tenure tenure = tenure()) {
      return new Settlement(store, tenure, new ChangeDriver.Time(clock, clock::pass, Duration.ofMinutes(5)))
          .settle("seoul-001", "pve1", new FakeLine());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Tenure tenure() {
    return Tenure.of(store.leases(), "seoul-001", new Owner("", "", 1, 1, "test"), clock, Duration.ofMinutes(2)).orElseThrow();
  }

  private Runs.Ending ending(Runs.Change change) {
    return store.runs().changesOf("seoul-001", change.vm().vmid(), 1).getFirst().ending().orElseThrow();
  }

  /** Lists what the test put there, as a host without filters would. */
  private final class FakeLine implements HostLine {
    @Override
    public Answer ask(PveRequest request) {
      if (request.path().endsWith("/time")) {
        return data("{\"time\": %d}".formatted(clock.instant().plus(SKEW).getEpochSecond()));
      }
      if (request.path().endsWith("/log")) {
        return data("[{\"n\": 1, \"t\": \"" + firstLine + "\"}]");
      }
      return refusal.orElseGet(() -> data(listed.stream().map(upid -> "{\"upid\": \"" + upid + "\"}").toList().toString()));
    }

    private Answer data(String json) {
      return new Answer.Data(JsonMapper.builder().build().readTree(json));
    }

    @Override
    public Optional<String> user() {
      return Optional.of(US);
    }

    @Override
    public TaskOver await(Upid upid, Duration limit) {
      awaited.add(upid.text());
      return new TaskOver(new TaskStatus.Succeeded(0), List.of());
    }
  }
}
