package io.pvefleet.app.care;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.Power;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.fleet.model.Host;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round the fleet and asks beside the passes, on threads of its own: the clockwork of the passes would have to know what is due
 * here, and that follows from what passes have shown, which the board tells. Never holds up the loop. Few hosts
 * at once, at most one look and one guest agent at a time on each, nothing while a host is being changed or most of the fleet is
 * silent. Thread safe.
 */
public final class Care implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Care.class);
  private static final Duration BEAT = Duration.ofSeconds(1);

  /** Each look takes a dozen requests: a thousand hosts an hour are one every four seconds, so that four at once are plenty. */
  private static final int LOOKS_AT_ONCE = 4;

  /** Ten thousand guests within ten minutes are seventeen a second, at up to 150 ms each. */
  private static final int AGENTS_AT_ONCE = 4;

  /** Two requests each, and people wait for the answer. */
  private static final int SEARCHES_AT_ONCE = 8;

  /** A look takes a second or two; a dozen requests of a host at its limits would take minutes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FleetBoard board;
  private final HostLines lines;
  private final EventLog events;
  private final Clock clock;
  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Instant startedAt;
  private final Checkup checkup;
  private final CareKeeping keeping;
  private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE);
  private final Semaphore agents = new Semaphore(AGENTS_AT_ONCE);
  private final Semaphore searches = new Semaphore(SEARCHES_AT_ONCE);
  private final Semaphore writes = new Semaphore(1);
  private final AtomicInteger underWay = new AtomicInteger();
  private final ConcurrentMap<String, HostWatch> watches = new ConcurrentHashMap<>(); // each guarded by itself
  private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("care-", 0).factory());
  private volatile Map<String, List<Vm>> vms = Map.of();

  Care(FleetBoard board, HostLines lines, Store store, Clock clock, LongSupplier nanos, RandomGenerator random) {
    this.board = board;
    this.lines = lines;
    this.events = store.events();
    this.keeping = new CareKeeping(board, store.cares());
    this.clock = clock;
    this.nanos = nanos;
    this.random = random;
    this.startedAt = clock.instant();
    this.checkup = new Checkup(lines, clock);
  }

  /** Begins to go round. */
  public static Care start(FleetBoard board, HostLines lines, Store store, Clock clock) {
    Care care = new Care(board, lines, store, clock, System::nanoTime, RandomGenerator.getDefault());
    board.onPass((host, pass) -> care.passed(host.host().name()));
    care.threads.execute(care::run);
    return care;
  }

  /** A fleet came into force: what its VMs declare says which privileges are asked about. */
  public void follow(EngineFleet fleet) {
    Map<String, List<Vm>> next = new HashMap<>();
    fleet.hosts().forEach(host -> next.put(host.host().name(), host.vms()));
    vms = Map.copyOf(next);
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        beat();
        Thread.sleep(BEAT);
      } catch (InterruptedException closing) {
        return;
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("Looking after hosts failed and goes on; please report this with the lines below");
      }
    }
  }

  /** Starts what is due and waits for none of it. */
  void beat() {
    FleetView view = board.view();
    watches.keySet().removeIf(name -> view.host(name).isEmpty());
    if (view.storeFault().isEmpty() && keeping.begin()) {
      submit(writes, keeping::write);
    }
    if (isTroubled(view)) {
      return;
    }
    for (HostRow row : view.hosts()) {
      HostWatch watch = watch(row.name());
      synchronized (watch) {
        look(watch, row);
        askAgent(watch, row);
      }
    }
  }

  /**
   * A pass over a host is on the board. Called by the loop at every pass, since between two beats it may have found a VM stopped and
   * have started it again; compares and leaves.
   */
  void passed(String host) {
    try {
      board.host(host).ifPresent(row -> {
        HostWatch watch = watch(host);
        synchronized (watch) {
          watch.passed(row).ifPresent(pass -> tell(pass, row));
        }
      });
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("What happened on a host could not be compared; please report this with the lines below");
    }
  }

  private HostWatch watch(String host) {
    return watches.computeIfAbsent(host, _ -> new HostWatch(startedAt, random));
  }

  /** Most of the fleet is silent, or the store is: whatever that is, a dozen questions more are no help. */
  private static boolean isTroubled(FleetView view) {
    int silent = view.count(HostState.OFFLINE);
    return !view.storeFault().isEmpty() || silent > 2 && silent * 2 > view.hosts().size();
  }

  private void look(HostWatch watch, HostRow row) {
    if (watch.isLookDue(row, clock.instant())) {
      Host host = row.host();
      watch.looking(host, clock.instant());
      boolean hasAgents = row.vms().stream().anyMatch(AgentLook::mayBeAsked);
      submit(looks, () -> {
        try {
          HostLine line = LimitedLine.of(lines.to(host), nanos, PATIENCE);
          HostCare care = checkup.look(host, vms.getOrDefault(host.name(), List.of()), hasAgents, line);
          if (!Thread.currentThread().isInterrupted()) {
            board.care(host.name(), care);
            keeping.found(host.name());
          }
        } finally {
          synchronized (watch) {
            watch.isLooking = false;
          }
        }
      });
    }
  }

  private void askAgent(HostWatch watch, HostRow row) {
    if (watch.isAsking || !row.isFresh() || row.node().isEmpty() || HostWatch.isBusy(row)) {
      return;
    }
    Optional<VmRow> due = watch.agents.due(row.vms(), clock.instant());
    if (due.isPresent()) {
      watch.isAsking = true;
      int vmid = due.get().ref().vmid();
      submit(agents, () -> {
        AgentLook.Heard heard = new AgentLook.Heard.Lost();
        try {
          heard = AgentLook.ask(lines.to(row.host()), row.node(), vmid);
          if (heard instanceof AgentLook.Heard.Addresses(List<String> list)) {
            board.addresses(row.name(), vmid, list, clock.instant());
            // The age alone is written with the next look: ten thousand guests that tell the same are no news.
            if (!list.equals(due.get().addresses())) {
              keeping.found(row.name());
            }
          }
        } finally {
          synchronized (watch) {
            watch.agents.heard(vmid, heard, clock.instant());
            watch.isAsking = false;
          }
        }
      });
    }
  }

  private void tell(HostWatch.NewPass pass, HostRow row) {
    Optional<Instant> restarted = pass.before().flatMap(before -> Turns.restarted(before, row));
    List<Turn> turns = HostWatch.turns(pass, row);
    if (restarted.isPresent() || !turns.isEmpty()) {
      submit(searches, () -> {
        restarted.ifPresent(at -> events.append(Telling.restarted(row.name(), at, row.seenAt().orElse(at))));
        if (!turns.isEmpty() && !row.node().isEmpty()) {
          search(row, turns);
        }
      });
    }
  }

  private void search(HostRow row, List<Turn> turns) {
    List<TaskSearch.Found> found = new TaskSearch(LimitedLine.of(lines.to(row.host()), nanos, PATIENCE), clock).of(row.node(), turns);
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    List<Telling.Told> told = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      if (found.get(i) instanceof TaskSearch.Found.By(ChangedBy who)) {
        note(turns.get(i), who);
        keeping.found(row.name());
        if (turns.get(i).news() == Turn.News.LOUD) {
          told.add(new Telling.Told(turns.get(i), who));
        }
      }
    }
    Telling.of(row.name(), told).forEach(events::append);
  }

  private void note(Turn turn, ChangedBy who) {
    // Of a VM that is gone, that nobody is named says no more than that it is missing.
    if (turn.drift() == Turn.Drift.YES && (turn.what() != Turn.What.DELETED || who instanceof ChangedBy.Known)) {
      board.changedBy(turn.vm().host(), turn.vm().vmid(), who);
    }
    switch (turn.what()) {
      case STARTED -> board.poweredBy(turn.vm().host(), turn.vm().vmid(), Power.RUNNING, who);
      case STOPPED -> board.poweredBy(turn.vm().host(), turn.vm().vmid(), Power.STOPPED, who);
      case CHANGED, DISKS_CHANGED, DELETED -> {}
    }
  }

  /** Whether everything that was begun has ended. */
  boolean isIdle() {
    return underWay.get() == 0;
  }

  private void submit(Semaphore atOnce, Runnable work) {
    underWay.incrementAndGet();
    try {
      threads.execute(() -> {
        try {
          atOnce.acquire();
          try {
            work.run();
          } finally {
            atOnce.release();
          }
        } catch (InterruptedException closing) {
          Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
          if (!threads.isShutdown()) {
            LOG.atError().setCause(e).log("Looking after a host failed and goes on; please report this with the lines below");
          }
        } finally {
          underWay.decrementAndGet();
        }
      });
    } catch (RejectedExecutionException e) {
      underWay.decrementAndGet();
      LOG.atDebug().log("Care ends");
    }
  }

  /** What is under way is given up: nothing of it is missed. Returns when all of it has ended and what was found out is written. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.atDebug().log("A question is still under way and will come to nothing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeping.write();
  }
}
