package io.pvefleet.vnc.web;

import io.pvefleet.process.hosts.HostClients;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.process.settings.CannotListen;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.vnc.audit.SqliteTrail;
import io.pvefleet.vnc.catalog.GitCatalogs;
import io.pvefleet.vnc.dial.HostDialler;
import io.pvefleet.vnc.relay.Ticker;
import io.pvefleet.vnc.session.CloseReason;
import io.pvefleet.vnc.session.Sessions;
import io.pvefleet.vnc.settings.ProxySettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
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
 * The running console proxy: sessions, pages, API and metrics in this process. {@link #run} returns once the server answers;
 * closing it ends every console and gives the port back. Thread-safe.
 */
public final class ConsoleProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleProxy.class);

  /** Every address, of IPv4 alone or of both. */
  private static final Set<String> ANY_ADDRESSES = Set.of("0.0.0.0", "::");

  /** As fine as limits of minutes and a stall of 20 s need. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Reverse proxies and NATs forget connections that are quiet for 30 to 60 s. */
  private static final Duration PING = Duration.ofSeconds(25);

  private final Deque<AutoCloseable> open;
  private final URI address;

  private ConsoleProxy(Deque<AutoCloseable> open, URI address) {
    this.open = open;
    this.address = address;
  }

  /**
   * Starts and returns when the proxy can be asked. No host has been reached by then.
   *
   * @throws io.pvefleet.fleet.git.GitFault if the address of the repository is not supported or its clone cannot be used
   * @throws io.pvefleet.process.settings.CannotListen if the address or port cannot be had
   * @throws io.pvefleet.vnc.audit.AuditException if the state folder cannot be used
   */
  public static ConsoleProxy run(ProxySettings settings) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      return run(settings, Clock.systemUTC(), open);
    } catch (RuntimeException e) {
      closeAll(open);
      throw e;
    }
  }

  private static ConsoleProxy run(ProxySettings settings, Clock clock, Deque<AutoCloseable> open) {
    CannotListen.tryOut(settings.address(), settings.port());
    Secrets secrets =
        new Secrets(System::getenv, what ->
            LoggerFactory.getLogger(Secrets.class).atWarn().addKeyValue("what", what).log("A secret is not well kept"));
    SqliteTrail audit =
        opened(open, SqliteTrail.open(settings.state(), settings.retention(), clock, CloseReason.PROXY_RESTARTED.code(),
            CloseReason.PROXY_RESTARTED.word()));
    GitCatalogs catalogs =
        opened(open, GitCatalogs.open(settings.git().clonedTo(settings.state().resolve("fleet.git")), settings.state(), clock));
    HostClients clients = opened(open, new HostClients(PveHttpSettings.CONSOLES, secrets, RequestListener.NONE));
    ConsoleMetrics metrics = new ConsoleMetrics();
    Sessions sessions =
        new Sessions(catalogs, new HostDialler(clients, System::nanoTime), audit, settings.limits(), clock, new SecureRandom(),
            metrics);
    Ticker ticker = new Ticker(System::nanoTime, Executors.newVirtualThreadPerTaskExecutor());
    catalogs.start(settings.git().poll());
    keepLogging();
    ServletWebServerApplicationContext context =
        opened(
            open,
            (ServletWebServerApplicationContext)
                new SpringApplicationBuilder(ConsoleApplication.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .registerShutdownHook(false)
                    .properties(springProperties(settings))
                    .initializers(
                        made -> {
                          GenericApplicationContext beans = (GenericApplicationContext) made;
                          given(beans, ProxySettings.class, settings);
                          given(beans, Secrets.class, secrets);
                          given(beans, SqliteTrail.class, audit);
                          given(beans, GitCatalogs.class, catalogs);
                          given(beans, Sessions.class, sessions);
                          given(beans, Ticker.class, ticker);
                          given(beans, ConsoleMetrics.class, metrics);
                          given(beans, Clock.class, clock);
                        })
                    .run());
    // Closed before the server, so that each socket still hears why.
    opened(open, sessions);
    SocketHandler sockets = context.getBean(SocketHandler.class);
    opened(open, Clockwork.start(SECOND, List.of(ticker::tick, sessions::sweep)));
    opened(open, Clockwork.start(PING, List.of(sockets::pingAll)));
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    String host = ANY_ADDRESSES.contains(settings.address()) ? "127.0.0.1" : settings.address();
    LOG.atInfo()
        .addKeyValue("git", settings.git().url())
        .addKeyValue("branch", settings.git().branch())
        .addKeyValue("state", settings.state())
        .addKeyValue("address", settings.address())
        .addKeyValue("port", port)
        .log("Started");
    return new ConsoleProxy(open, URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port));
  }

  /** Where a browser on this machine finds the pages, without a slash at its end. */
  public URI address() {
    return address;
  }

  /** Blocks until every console has ended and the server is down. */
  @Override
  public void close() {
    closeAll(open);
  }

  private static void closeAll(Deque<AutoCloseable> open) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("Something did not close; the rest is closed none the less");
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

  /** Logging is set up by its own file before Spring is there; Tomcat's own logger is brought into ours here. */
  private static void keepLogging() {
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  private static Map<String, Object> springProperties(ProxySettings settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    // A name of its own, so that the reconciler's file on one class path with ours is not read instead.
    all.put("spring.config.name", "console-proxy");
    all.put("server.address", settings.address());
    all.put("server.port", settings.port());
    all.put("pvefleet.locale", settings.locale().getLanguage());
    return all;
  }
}
