package io.pvefleet.app.daemon;

import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.consoles.ConsoleFeed;
import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.app.reconcile.ReconcileSettings;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.web.view.FleetBoard;
import io.pvefleet.app.web.view.FleetView;
import io.pvefleet.app.web.view.Source;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.fleet.git.GitSource;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.process.settings.CannotListen;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The running daemon: loop, pages, API, webhook and metrics in this process. {@link #run} returns once the server answers;
 * closing it finishes or journals the step under way and gives the port back. Thread safe.
 */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private final Deque<AutoCloseable> open;
  private final FleetBoard board;
  private final URI address;

  private Daemon(Deque<AutoCloseable> open, FleetBoard board, URI address) {
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
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      return run(settings, clock, open);
    } catch (RuntimeException e) {
      closeAll(open);
      throw e;
    }
  }

  private static Daemon run(DaemonSettings settings, Clock clock, Deque<AutoCloseable> open) {
    CannotListen.tryOut(settings.address(), settings.port());
    Secrets secrets =
        new Secrets(System::getenv, what ->
            LoggerFactory.getLogger(Secrets.class).atWarn().addKeyValue("what", what).log("A secret is not well kept"));
    Store store = new EventLines(opened(open, SqliteStore.open(settings.state())));
    GitSource source = opened(open, GitSource.open(settings.git().clonedTo(settings.state().resolve("fleet.git"))));
    PveHostLines lines = opened(open, new PveHostLines(PveHttpSettings.DEFAULT, secrets, RequestListener.NONE));
    FleetSettings unknown = new FleetSettings("", Duration.ofSeconds(60), ZoneOffset.UTC, FleetSettings.Limits.DEFAULT);
    FleetBoard board = new FleetBoard(clock, Source.of(settings.git().url()), unknown);
    Reconciler reconciler =
        new Reconciler(lines, store, clock, ReconcileSettings.DEFAULT.withHostsAtOnce(settings.hostsAtOnce()));
    ConsoleBoard consoles = consoles(settings, secrets, clock, open);
    GitWatch git = new GitWatch(source, new FleetLoader(List.of(new VmKind())), store, board, clock);
    FleetLoop loop = opened(open, new FleetLoop(git, reconciler, store, board, clock, settings.mode()));
    keepLogging();
    // Before the server: a hundred hosts are read while Spring makes its beans.
    loop.start();
    ServletWebServerApplicationContext context =
        opened(
            open,
            (ServletWebServerApplicationContext)
                new SpringApplicationBuilder(DaemonApplication.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .registerShutdownHook(false)
                    .properties(springProperties(settings))
                    .initializers(
                        made -> {
                          GenericApplicationContext beans = (GenericApplicationContext) made;
                          given(beans, DaemonSettings.class, settings);
                          given(beans, Secrets.class, secrets);
                          given(beans, Store.class, store);
                          given(beans, FleetBoard.class, board);
                          given(beans, ConsoleBoard.class, consoles);
                          given(beans, FleetLoop.class, loop);
                          given(beans, Clock.class, clock);
                        })
                    .run());
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    String host = DaemonSettings.ANY_ADDRESSES.contains(settings.address()) ? "127.0.0.1" : settings.address();
    LOG.atInfo()
        .addKeyValue("git", settings.git().url())
        .addKeyValue("branch", settings.git().branch())
        .addKeyValue("mode", settings.mode().name().toLowerCase(Locale.ROOT))
        .addKeyValue("state", settings.state())
        .addKeyValue("address", settings.address())
        .addKeyValue("port", port)
        .log("Started");
    return new Daemon(open, board, URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port));
  }

  /** Asked only with a token: without one the proxy would refuse, again and again. */
  private static ConsoleBoard consoles(DaemonSettings settings, Secrets secrets, Clock clock, Deque<AutoCloseable> open) {
    if (settings.console().isEmpty()) {
      return new ConsoleBoard(Optional.empty());
    }
    DaemonSettings.Console console = settings.console().get();
    if (console.tokenRef().isEmpty()) {
      return ConsoleBoard.unwatched(console.url(), "console.token is not set, so that nobody can say who has which console");
    }
    ConsoleBoard board = new ConsoleBoard(Optional.of(console.url()));
    String reference = console.tokenRef().get();
    opened(open, ConsoleFeed.start(board, console.api(), () -> secrets.read(reference), clock));
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

  /** Blocks until the loop has ended its current steps and the server is down. */
  @Override
  public void close() {
    closeAll(open);
  }

  /** Last opened, first closed: the server, then the loop, and the store when nobody writes to it any more. */
  private static void closeAll(Deque<AutoCloseable> open) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log(
            "Something did not close; the rest is closed none the less");
      }
    }
  }

  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> open, T thing) {
    open.push(thing);
    return thing;
  }

  /** Beans that were made outside and are closed outside. */
  private static <T> void given(GenericApplicationContext context, Class<T> type, T bean) {
    context.registerBean(type.getSimpleName(), type, () -> bean, definition -> definition.setDestroyMethodName(""));
  }

  /**
   * Spring would set logging up anew while it starts, and lines that the loop writes in that moment would be lost. What it does
   * besides, bringing Tomcat's own logger into ours, is done here.
   */
  private static void keepLogging() {
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  private static Map<String, Object> springProperties(DaemonSettings settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("server.address", settings.address());
    all.put("server.port", settings.port());
    all.put("pvefleet.locale", settings.locale().getLanguage());
    return all;
  }
}
