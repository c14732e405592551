package io.pvefleet.vnc.web;

import io.pvefleet.process.hosts.HostClients;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.process.server.OpenThings;
import io.pvefleet.process.server.WebServer;
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
import java.util.List;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running console proxy: sessions, pages, API and metrics in this process. {@link #run} returns once the server answers;
 * closing it ends every console and gives the port back. Thread-safe.
 */
public final class ConsoleProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleProxy.class);

  /** As fine as limits of minutes and a stall of 20 s need. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Reverse proxies and NATs forget connections that are quiet for 30 to 60 s. */
  private static final Duration PING = Duration.ofSeconds(25);

  private final OpenThings open;
  private final URI address;

  private ConsoleProxy(OpenThings open, URI address) {
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
    OpenThings open = new OpenThings();
    try {
      return run(settings, Clock.systemUTC(), open);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static ConsoleProxy run(ProxySettings settings, Clock clock, OpenThings open) {
    CannotListen.tryOut(settings.address(), settings.port());
    Secrets secrets =
        new Secrets(System::getenv, what ->
            LoggerFactory.getLogger(Secrets.class).atWarn().addKeyValue("what", what).log("A secret is not well kept"));
    SqliteTrail audit =
        open.add(SqliteTrail.open(settings.state(), settings.retention(), clock, CloseReason.PROXY_RESTARTED.code(),
            CloseReason.PROXY_RESTARTED.word()));
    GitCatalogs catalogs =
        open.add(GitCatalogs.open(settings.git().clonedTo(settings.state().resolve("fleet.git")), settings.state(), clock));
    HostClients clients = open.add(new HostClients(PveHttpSettings.CONSOLES, secrets, RequestListener.NONE));
    ConsoleMetrics metrics = new ConsoleMetrics();
    Sessions sessions =
        new Sessions(catalogs, new HostDialler(clients, System::nanoTime), audit, settings.limits(), clock, new SecureRandom(),
            metrics);
    Ticker ticker = new Ticker(System::nanoTime, Executors.newVirtualThreadPerTaskExecutor());
    catalogs.start(settings.git().poll());
    WebServer server =
        open.add(
            WebServer.of(ConsoleApplication.class, settings.address(), settings.port())
                // A name of its own, so that the reconciler's file on one class path with ours is not read instead.
                .property("spring.config.name", "console-proxy")
                .property("pvefleet.locale", settings.locale().getLanguage())
                .bean(ProxySettings.class, settings)
                .bean(Secrets.class, secrets)
                .bean(SqliteTrail.class, audit)
                .bean(GitCatalogs.class, catalogs)
                .bean(Sessions.class, sessions)
                .bean(Ticker.class, ticker)
                .bean(ConsoleMetrics.class, metrics)
                .bean(Clock.class, clock)
                .start());
    // Closed before the server, so that each socket still hears why.
    open.add(sessions);
    SocketHandler sockets = server.bean(SocketHandler.class);
    open.add(Clockwork.start(SECOND, List.of(ticker::tick, sessions::sweep)));
    open.add(Clockwork.start(PING, List.of(sockets::pingAll)));
    LOG.atInfo()
        .addKeyValue("git", settings.git().url())
        .addKeyValue("branch", settings.git().branch())
        .addKeyValue("state", settings.state())
        .addKeyValue("address", settings.address())
        .addKeyValue("port", server.uri().getPort())
        .log("Started");
    return new ConsoleProxy(open, server.uri());
  }

  /** Where a browser on this machine finds the pages, without a slash at its end. */
  public URI address() {
    return address;
  }

  /** Blocks until every console has ended and the server is down. */
  @Override
  public void close() {
    open.close();
  }
}
