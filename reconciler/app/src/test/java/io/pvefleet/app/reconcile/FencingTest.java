package io.pvefleet.app.reconcile;

import static io.pvefleet.app.reconcile.CrashFleet.HOST;
import static io.pvefleet.app.reconcile.CrashFleet.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes on one store file: one host is changed by one of them, and the one that stood still has lost it. */
class FencingTest {

  private static final String SMALL = """
      power: running
      memory: 512MiB
      disks: {scsi0: {storage: local-lvm, size: 4GiB}}
      """;

  /** The test's clock flies, and renewals are made by the machine's. */
  private static final ReconcileSettings PATIENT =
      new ReconcileSettings(256, 64, Duration.ofSeconds(60), Duration.ofHours(2), Duration.ofDays(30));

  @TempDir Path state;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T03:00:00Z"));
  private final CrashHost host = new CrashHost(3, clock);

  @Test
  void twoProcessesNeverChangeOneHostAtOnce() throws Exception {
    EngineFleet fleet =
        CrashFleet.of("both", IntStream.range(101, 107).mapToObj(vmid -> vm(vmid, SMALL)).toList());
    Counting counting = new Counting();
    CountDownLatch begin = new CountDownLatch(1);
    try (Store one = SqliteStore.open(state); Store two = SqliteStore.open(state);
        ExecutorService processes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      for (Store store : List.of(one, two)) {
        Reconciler reconciler = reconciler(counting, store, "process-" + working.size(), PATIENT);
        working.add(processes.submit(() -> {
          begin.await();
          for (int i = 0; i < 8; i++) {
            apply(reconciler, fleet);
          }
          return null;
        }));
      }
      begin.countDown();
      for (Future<?> process : working) {
        process.get();
      }
      HostPlan rest = reconciler(counting, one, "process-3", PATIENT).plan(fleet.host(HOST).orElseThrow());
      assertThat(rest.changes()).allMatch(Change.Keep.class::isInstance);
      assertThat(one.runs().unfinished(HOST)).isEmpty();
    }
    assertThat(counting.most.get()).isEqualTo(1);
    assertThat(host.accepted().stream().filter(request -> request.path().endsWith("/qemu")).map(PveRequest::toString).toList())
        .hasSize(6).doesNotHaveDuplicates();
    System.out.println("fencing: two processes, " + host.accepted().size() + " writes, never two at once");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "before journal.append intended start", "after journal.append intended start", "during task qmcreate", "task over qmcreate",
      "after journal.append verified start", "before applied.put"})
  void processThatStoodStillSendsNothingMoreAndNotesNothing(String boundary) {
    EngineFleet fleet = CrashFleet.of("still", List.of(vm(101, SMALL)));
    try (Store stale = SqliteStore.open(state); Store fresh = SqliteStore.open(state)) {
      Doom still = Doom.standingStillAt(boundary, () -> {
        clock.pass(ReconcileSettings.DEFAULT.lease().plusSeconds(1));
        Reconciler successor = reconciler(host, fresh, "successor");
        HostPlan plan = successor.plan(fleet.host(HOST).orElseThrow());
        successor.settle(fleet.host(HOST).orElseThrow(), plan);
        apply(successor, fleet);
        apply(successor, fleet);
      });
      ApplyReport report = apply(reconciler(still.lines(host), still.store(stale), "stale"), fleet);
      assertThat(still.passed()).contains(boundary);
      assertThat(host.accepted()).extracting(PveRequest::path)
          .containsExactly("/nodes/pve1/qemu", "/nodes/pve1/qemu/101/status/start");
      assertThat(fresh.runs().unfinished(HOST)).isEmpty();
      assertThat(fresh.runs().changesOf(HOST, 101, 10).getLast().ending().orElseThrow().result())
          .isEqualTo(Runs.Result.INDETERMINATE);
      boolean wasThroughAlready = boundary.endsWith("verified start") || boundary.endsWith("applied.put");
      if (!wasThroughAlready) {
        assertThat(report.results()).singleElement().satisfies(result -> {
          assertThat(result.outcome()).isInstanceOf(Outcome.Stopped.class);
          assertThat(result.outcome().toString()).contains("PVF-0530");
        });
        assertThat(fresh.events().list(EventLog.Query.newest(50)))
            .anyMatch(stored -> stored.event().code().equals("PVF-0530"));
      }
    }
  }

  private ApplyReport apply(Reconciler reconciler, EngineFleet fleet) {
    HostPlan plan = reconciler.plan(fleet.host(HOST).orElseThrow());
    return reconciler.apply(
        fleet, Policy.judge(fleet, List.of(plan), reconciler.memory(fleet, Set.of(HOST), Set.of())), HOST, Runs.Trigger.COMMIT,
        ApplyListener.NONE);
  }

  private Reconciler reconciler(HostLines lines, Store store, String id) {
    return reconciler(lines, store, id, ReconcileSettings.DEFAULT);
  }

  private Reconciler reconciler(HostLines lines, Store store, String id, ReconcileSettings settings) {
    Owner owner = new Owner("elsewhere", "fleet", 1, 1, id);
    return new Reconciler(lines, store, clock, settings, owner, clock::pass);
  }

  /** Counts writes and their tasks that are under way at once. */
  private final class Counting implements HostLines, HostLine {
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();

    @Override
    public HostLine to(Host declared) {
      return this;
    }

    @Override
    public Answer ask(PveRequest request) {
      return request.method() == PveRequest.Method.GET ? host.ask(request) : counted(() -> host.ask(request));
    }

    @Override
    public Optional<String> user() {
      return host.user();
    }

    @Override
    public TaskOver await(Upid upid, Duration limit) {
      return counted(() -> host.await(upid, limit));
    }

    private <T> T counted(java.util.function.Supplier<T> work) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        Thread.yield();
        return work.get();
      } finally {
        now.decrementAndGet();
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
