package io.pvefleet.vnc.web;

import io.pvefleet.vnc.settings.ProxySettings;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

  private final Deque<AutoCloseable> open;
  private final URI address;

  private ConsoleProxy(Deque<AutoCloseable> open, URI address) {
    this.open = open;
    this.address = address;
  }

  /** Starts and returns when the proxy can be asked. No host has been reached by then. */
  public static ConsoleProxy run(ProxySettings settings) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      return run(settings, open);
    } catch (RuntimeException e) {
      closeAll(open);
      throw e;
    }
  }

  private static ConsoleProxy run(ProxySettings settings, Deque<AutoCloseable> open) {
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
                    .initializers(made -> given((GenericApplicationContext) made, ProxySettings.class, settings))
                    .run());
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    String host = ANY_ADDRESSES.contains(settings.address()) ? "127.0.0.1" : settings.address();
    LOG.atInfo()
        .addKeyValue("git", settings.git().url())
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
