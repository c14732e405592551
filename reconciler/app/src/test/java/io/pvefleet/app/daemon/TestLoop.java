package io.pvefleet.app.daemon;

import io.pvefleet.app.care.Care;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.app.reconcile.ReconcileSettings;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Source;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.fleet.git.GitCredential;
import io.pvefleet.fleet.git.GitSettings;
import io.pvefleet.fleet.git.GitSource;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** The loop without schedule and server: tests wake it themselves. Closing it leaves the store open, as a restart would. */
final class TestLoop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final FleetLoop loop;
  private final Store store;
  private final FleetBoard board;
  private final PveHostLines lines;
  private final GitSource source;

  private TestLoop(FleetLoop loop, Store store, FleetBoard board, PveHostLines lines, GitSource source) {
    this.loop = loop;
    this.store = store;
    this.board = board;
    this.lines = lines;
    this.source = source;
  }

  /** How a loop is to differ from a daemon's. */
  record Wish(
      UnaryOperator<HostLines> bend, DaemonSettings.Mode mode, PveHttpSettings http, ReconcileSettings limits, Clock clock) {
    static final Wish NONE =
        new Wish(
            lines -> lines, DaemonSettings.Mode.ENFORCE, PveHttpSettings.DEFAULT, ReconcileSettings.DEFAULT, Clock.systemUTC());

    Wish bent(UnaryOperator<HostLines> newBend) {
      return new Wish(newBend, mode, http, limits, clock);
    }

    Wish in(DaemonSettings.Mode newMode) {
      return new Wish(bend, newMode, http, limits, clock);
    }

    Wish within(ReconcileSettings newLimits) {
      return new Wish(bend, mode, http, newLimits, clock);
    }

    Wish at(Clock newClock) {
      return new Wish(bend, mode, http, limits, newClock);
    }
  }

  static TestLoop start(TestRepository repository, Path state, Store store) {
    return start(repository, state, store, Wish.NONE);
  }

  /** One that writes nothing. */
  static TestLoop observing(TestRepository repository, Path state, Store store) {
    return start(repository, state, store, Wish.NONE.in(DaemonSettings.Mode.OBSERVE));
  }

  /** Starts the loop on lines that may be bent. */
  static TestLoop start(TestRepository repository, Path state, Store store, UnaryOperator<HostLines> bend) {
    return start(repository, state, store, Wish.NONE.bent(bend));
  }

  static TestLoop start(TestRepository repository, Path state, Store store, Wish wish) {
    Clock clock = wish.clock();
    PveHostLines lines = new PveHostLines(wish.http(), new Secrets(System::getenv, what -> { }), RequestListener.NONE);
    GitSource source =
        GitSource.open(
            new GitSettings(
                repository.folder().toString(), "main", "", new GitCredential.None(), state.resolve("fleet.git"),
                GitSettings.DEFAULT_TIMEOUT));
    FleetSettings unknown = new FleetSettings("", Duration.ofSeconds(60), ZoneOffset.UTC, FleetSettings.Limits.DEFAULT);
    FleetBoard board = new FleetBoard(clock, Source.of("test"), unknown);
    StoreHealth health = new StoreHealth(clock, board::store);
    Store steady = new SteadyStore(store, health);
    Reconciler reconciler = new Reconciler(wish.bend().apply(lines), steady, clock, wish.limits());
    GitWatch git = new GitWatch(source, new FleetLoader(List.of(new VmKind())), steady, board, clock);
    FleetLoop loop = new FleetLoop(git, reconciler, steady, health, board, clock, wish.mode());
    loop.start();
    return new TestLoop(loop, steady, board, lines, source);
  }

  /** What looks after its hosts beside it; whoever has it must close it. */
  Care care() {
    return Care.start(board, lines, store, Clock.systemUTC());
  }

  FleetView view() {
    return board.view();
  }

  List<EventLog.NewEvent> events() {
    return store.events().list(EventLog.Query.newest(EventLog.Query.MAX)).stream().map(EventLog.StoredEvent::event).toList();
  }

  /** Waits for a level, however it is reached. */
  void await(BooleanSupplier isSo) {
    await(isSo, () -> { });
  }

  /** Waits for a level and does something over and over meanwhile. */
  void await(BooleanSupplier isSo, Runnable meanwhile) {
    Instant until = Instant.now().plus(PATIENCE);
    while (!isSo.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError("not so after " + PATIENCE + ": " + view().vms() + "\n" + view().holds() + "\n" + events());
      }
      meanwhile.run();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Override
  public void close() {
    loop.close();
    source.close();
    lines.close();
  }
}
