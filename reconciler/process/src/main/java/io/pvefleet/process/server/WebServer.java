package io.pvefleet.process.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A running web server with a Spring application in it; closing it gives the port back. Thread safe. */
public final class WebServer implements AutoCloseable {

  /** Every address, of IPv4 alone or of both. */
  public static final Set<String> ANY_ADDRESSES = Set.of("0.0.0.0", "::");

  private final ServletWebServerApplicationContext context;
  private final URI uri;

  private WebServer(ServletWebServerApplicationContext context, URI uri) {
    this.context = context;
    this.uri = uri;
  }

  /** A server that is being put together. Not thread safe. */
  public static final class Plan {
    private final Class<?> application;
    private final String address;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<Consumer<GenericApplicationContext>> beans = new ArrayList<>();

    private Plan(Class<?> application, String address, int port) {
      this.application = application;
      this.address = address;
      property("server.address", address);
      property("server.port", port);
    }

    /** Sets a property of Spring's. */
    public Plan property(String name, Object value) {
      properties.put(name, value);
      return this;
    }

    /** Lends a bean that was made outside and is closed outside. */
    public <T> Plan bean(Class<T> type, T bean) {
      beans.add(context ->
          context.registerBean(type.getSimpleName(), type, () -> bean, definition -> definition.setDestroyMethodName("")));
      return this;
    }

    /** Starts; returns when the server answers. */
    public WebServer start() {
      keepLogging();
      ServletWebServerApplicationContext context =
          (ServletWebServerApplicationContext)
              new SpringApplicationBuilder(application)
                  .web(WebApplicationType.SERVLET)
                  .bannerMode(Banner.Mode.OFF)
                  .registerShutdownHook(false)
                  .properties(properties)
                  .initializers(made -> beans.forEach(bean -> bean.accept((GenericApplicationContext) made)))
                  .run();
      int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      String host = ANY_ADDRESSES.contains(address) ? "127.0.0.1" : address;
      return new WebServer(context, URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port));
    }
  }

  /** A server of this application on that address; port 0 is any that is free. */
  public static Plan of(Class<?> application, String address, int port) {
    return new Plan(application, address, port);
  }

  /**
   * Spring would set logging up anew while it starts, and lines that other threads write in that moment would be lost. What it does
   * besides, bringing Tomcat's own logger into ours, is done here.
   */
  private static void keepLogging() {
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  /** Where a browser on this machine finds it, without a slash at its end. */
  public URI uri() {
    return uri;
  }

  /** A bean of the application. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
