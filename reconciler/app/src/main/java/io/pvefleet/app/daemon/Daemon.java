package io.pvefleet.app.daemon;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * The running daemon: loop, pages, API, webhook and metrics in this process. {@link #run} returns once the server answers;
 * closing it finishes or journals the step under way and gives the port back. Thread safe.
 */
public final class Daemon implements AutoCloseable {
  private final ServletWebServerApplicationContext context;
  private final URI address;

  private Daemon(ServletWebServerApplicationContext context, URI address) {
    this.context = context;
    this.address = address;
  }

  /** Starts and returns when the pages can be asked for. The first observation is under way by then. */
  public static Daemon run(DaemonSettings settings) {
    var context =
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(DaemonApplication.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .properties(springProperties(settings))
                .run();
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    String host = settings.address().equals(DaemonSettings.ANY_ADDRESS) ? "127.0.0.1" : settings.address();
    return new Daemon(context, URI.create("http://" + host + ":" + port));
  }

  /** Where a browser on this machine finds the pages, without a slash at its end. */
  public URI address() {
    return address;
  }

  /** Blocks until the loop has ended its current steps and the server is down. */
  @Override
  public void close() {
    context.close();
  }

  private static Map<String, Object> springProperties(DaemonSettings settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("server.address", settings.address());
    all.put("server.port", settings.port());
    return all;
  }
}
