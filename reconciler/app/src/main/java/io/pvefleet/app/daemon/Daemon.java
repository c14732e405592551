package io.pvefleet.app.daemon;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.alert.AlertWatch;
import io.pvefleet.app.care.Care;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.consoles.ConsoleFeed;
import io.pvefleet.app.notify.Notifier;
import io.pvefleet.app.notify.SinkBoard;
import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.app.reconcile.ReconcileSettings;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.usage.UsageBook;
import io.pvefleet.app.usage.UsageHistory;
import io.pvefleet.app.usage.UsageWriter;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Source;
import io.pvefleet.app.web.live.LiveNews;
import io.pvefleet.app.web.query.GitWeb;
import io.pvefleet.app.web.query.Installation;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.fleet.git.GitSource;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.process.cli.Version;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.process.server.OpenThings;
import io.pvefleet.process.server.WebServer;
import io.pvefleet.process.settings.CannotListen;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running daemon: loop, pages, API, webhook and metrics in this process. {@link #run} returns once the server answers;
 * closing it finishes or journals the step under way and gives the port back. Thread safe.
 */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private final OpenThings open;
  private final FleetBoard board;
  private final URI address;

  private Daemon(OpenThings open, FleetBoard board, URI address) {
    this.open = open;
    this.board = board;
    this.address = address;
  }

  /**
   * Starts and returns when the pages can be asked for. The first observation is under way by then.
   *
   * @throws io.pvefleet.fleet.git.GitFault if the address of the repository is not supported or its clone cannot be used
   * @throws CannotListen if the address or port cannot be had
   * @throws io.pvefleet.app.store.StoreException if the state folder cannot be used
   */
  public static Daemon run(DaemonSettings settings) {
    return run(settings, Clock.systemUTC());
  }

  static Daemon run(DaemonSettings settings, Clock clock) {
    OpenThings open = new OpenThings();
    try {
      return run(settings, clock, open);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static Daemon run(DaemonSettings settings, Clock clock, OpenThings open) {
    CannotListen.tryOut(settings.address(), settings.port());
    Secrets secrets =
        new Secrets(System::getenv, what ->
            LoggerFactory.getLogger(Secrets.class).atWarn().addKeyValue("what", what).log("A secret is not well kept"));
    Store kept = open.add(SqliteStore.open(settings.state()));
    GitSource source = open.add(GitSource.open(settings.git().clonedTo(settings.state().resolve("fleet.git"))));
    PveHostLines lines = open.add(new PveHostLines(PveHttpSettings.DEFAULT, secrets, RequestListener.NONE));
    FleetSettings unknown = new FleetSettings("", Duration.ofSeconds(60), ZoneOffset.UTC, FleetSettings.Limits.DEFAULT);
    FleetBoard board = new FleetBoard(clock, Source.of(settings.git().url()), unknown);
    AlertBoard alerts = new AlertBoard();
    LiveNews news = new LiveNews();
    StoreHealth health = new StoreHealth(clock, board::store);
    Store store = new EventLines(new SteadyStore(kept, health), news::tell);
    AlertWatch alertWatch = AlertWatch.begin(board, alerts, store);
    SinkBoard sinks = new SinkBoard(board);
    Notifier notifier = open.add(Notifier.start(store, board, sinks, secrets, clock, settings.url(), settings.locale()));
    alerts.onChange((_, _) -> notifier.wake());
    UsageBook usage = new UsageBook();
    board.onPass(usage::take);
    open.add(UsageWriter.start(usage, store.usages(), clock));
    Reconciler reconciler =
        new Reconciler(lines, store, clock, ReconcileSettings.DEFAULT.withHostsAtOnce(settings.hostsAtOnce()));
    ConsoleBoard consoles = consoles(settings, secrets, clock, open, new ConsoleNews(store.events(), clock));
    GitWatch git = new GitWatch(source, new FleetLoader(List.of(new VmKind())), store, board, clock);
    FleetLoop loop = open.add(new FleetLoop(git, reconciler, store, health, board, clock, settings.mode()));
    // Before the server: a hundred hosts are read while Spring makes its beans.
    loop.start();
    loop.onFleet(open.add(Care.start(board, lines, store, clock))::follow);
    WebServer server =
        open.add(
            WebServer.of(DaemonApplication.class, settings.address(), settings.port())
                .property("pvefleet.locale", settings.locale().getLanguage())
                .bean(DaemonSettings.class, settings)
                .bean(Secrets.class, secrets)
                .bean(Store.class, store)
                .bean(FleetBoard.class, board)
                .bean(ConsoleBoard.class, consoles)
                .bean(AlertBoard.class, alerts)
                .bean(AlertWatch.class, alertWatch)
                .bean(SinkBoard.class, sinks)
                .bean(UsageHistory.class, new UsageHistory(store.usages(), usage))
                .bean(LiveNews.class, news)
                .bean(FleetLoop.class, loop)
                .bean(Clock.class, clock)
                .bean(Installation.class, installation(settings, clock))
                .start());
    LOG.atInfo()
        .addKeyValue("git", settings.git().url())
        .addKeyValue("branch", settings.git().branch())
        .addKeyValue("mode", settings.mode().name().toLowerCase(Locale.ROOT))
        .addKeyValue("state", settings.state())
        .addKeyValue("address", settings.address())
        .addKeyValue("port", server.uri().getPort())
        .log("Started");
    return new Daemon(open, board, server.uri());
  }

  private static Installation installation(DaemonSettings settings, Clock clock) {
    return new Installation(
        Version.text(), clock.instant(), settings.state().toString(), settings.mode().name().toLowerCase(Locale.ROOT),
        settings.hostsAtOnce(), settings.git().branch(), settings.git().folder(),
        GitWeb.of(settings.git().url(), settings.git().folder(), settings.gitWeb()), settings.git().poll(), settings.retention());
  }

  /** Asked only with a token: without one the proxy would refuse, again and again. */
  private static ConsoleBoard consoles(
      DaemonSettings settings, Secrets secrets, Clock clock, OpenThings open, ConsoleNews news) {
    if (settings.console().isEmpty()) {
      return new ConsoleBoard(Optional.empty());
    }
    DaemonSettings.Console console = settings.console().get();
    if (console.tokenRef().isEmpty()) {
      return ConsoleBoard.unwatched(console.url(), "console.token is not set, so that nobody can say who has which console");
    }
    ConsoleBoard board = new ConsoleBoard(Optional.of(console.url()));
    board.onAnswer(news::read);
    String reference = console.tokenRef().get();
    open.add(ConsoleFeed.start(board, console.api(), () -> secrets.read(reference), clock));
    return board;
  }

  /** Where a browser on this machine finds the pages, without a slash at its end. */
  public URI address() {
    return address;
  }

  /** What is known now, as the pages show it. */
  public FleetView view() {
    return board.view();
  }

  /**
   * Blocks until the loop has ended its current steps and the server is down: the server goes first, then the loop, and the store when
   * nobody writes to it any more.
   */
  @Override
  public void close() {
    open.close();
  }
}
