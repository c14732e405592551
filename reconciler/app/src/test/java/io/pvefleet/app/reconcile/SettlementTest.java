package io.pvefleet.app.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a dead process left open is closed by waiting for its tasks, and for nobody else's. */
class SettlementTest {

  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final String CREATE = "UPID:pve1:00000301:0004F057:6B026705:qmcreate:102:fleet@pve!r:";
  private static final String CLONE = "UPID:pve1:00000302:0004F058:6B026705:qmclone:9000:fleet@pve!r:";
  private static final String CONSOLE = "UPID:pve1:00000257:0004F057:6B026705:vncproxy:102:fleet@pve!console:";

  private final Store store = new MemoryStore();
  private final List<String> awaited = new ArrayList<>();

  @Test
  void anOpenConsoleOfTheVmIsNobodysChangeAndIsNotWaitedFor() {
    Runs.Change change = interrupted("POST /nodes/pve1/qemu vmid=102", Optional.empty());
    settle();
    assertThat(awaited).containsExactly(CREATE);
    assertThat(ending(change).result()).isEqualTo(Runs.Result.INDETERMINATE);
  }

  @Test
  void aLostCloneIsLookedForUnderItsTemplate() {
    interrupted("POST /nodes/pve1/qemu/9000/clone newid=102", Optional.empty());
    settle();
    assertThat(awaited).containsExactlyInAnyOrder(CREATE, CLONE);
  }

  @Test
  void anAnsweredWriteWaitsForItsOwnTaskAlone() {
    interrupted("POST /nodes/pve1/qemu/9000/clone newid=102", Upid.parse(CLONE));
    settle();
    assertThat(awaited).containsExactly(CLONE);
  }

  @Test
  void nothingOpenIsNothingDone() {
    assertThat(settlement().settle("seoul-001", "pve1", new FakeLine())).isFalse();
    assertThat(awaited).isEmpty();
  }

  private Runs.Change interrupted(String request, Optional<Upid> answeredWith) {
    Runs.Run run = store.runs().begin("c0ffee", Runs.Trigger.SCHEDULE, "seoul-001", NOW);
    Runs.Change change = store.runs().beginChange(run.id(), new VmRef("seoul-001", 102, "pos-01"), "create", "clone template 9000", NOW);
    store.journal().append(
        new Journal.Entry(change.id(), NOW, Journal.Stage.INTENDED, "create", request, Optional.empty(), ""));
    answeredWith.ifPresent(upid ->
        store.journal().append(
            new Journal.Entry(change.id(), NOW, Journal.Stage.SENT, "create", request, Optional.of(upid), "")));
    return change;
  }

  private void settle() {
    assertThat(settlement().settle("seoul-001", "pve1", new FakeLine())).isTrue();
    assertThat(store.runs().unfinished("seoul-001")).isEmpty();
  }

  private Settlement settlement() {
    return new Settlement(store, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMinutes(5));
  }

  private Runs.Ending ending(Runs.Change change) {
    return store.runs().changesOf("seoul-001", change.vm().vmid(), 1).getFirst().ending().orElseThrow();
  }

  /** Runs a create and a console of VM 102, and a clone filed under template 9000. */
  private final class FakeLine implements HostLine {
    @Override
    public Answer ask(PveRequest request) {
      String tasks = request.toString().contains("vmid=9000")
          ? "[{\"upid\": \"" + CLONE + "\"}]"
          : "[{\"upid\": \"" + CONSOLE + "\"}, {\"upid\": \"" + CREATE + "\"}]";
      return new Answer.Data(JsonMapper.builder().build().readTree(tasks));
    }

    @Override
    public TaskOver await(Upid upid, Duration limit) {
      awaited.add(upid.text());
      return new TaskOver(new TaskStatus.Succeeded(0), List.of());
    }
  }
}
