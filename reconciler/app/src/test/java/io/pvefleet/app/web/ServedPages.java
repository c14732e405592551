package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.view.FleetBoard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages over the sample fleet, served to the tests of a class. */
public final class ServedPages implements BeforeAllCallback, AfterAllCallback {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ServedPages SHARED = new ServedPages(100, 10, List.of());

  private final int hosts;
  private final int vmsPerHost;
  private final List<ApplicationContextInitializer<ConfigurableApplicationContext>> more;
  private Path folder = Path.of("");
  private @Nullable ConfigurableApplicationContext app;

  private ServedPages(int hosts, int vmsPerHost, List<ApplicationContextInitializer<ConfigurableApplicationContext>> more) {
    this.hosts = hosts;
    this.vmsPerHost = vmsPerHost;
    this.more = more;
  }

  /** 100 hosts with ten VMs each, served once in a process to all classes that change nothing of it. */
  public static ServedPages shared() {
    return SHARED;
  }

  /** For a class that changes what is shown. */
  public static ServedPages own(int hosts, int vmsPerHost) {
    return new ServedPages(hosts, vmsPerHost, List.of());
  }

  /** The same with more beans. */
  ServedPages with(ApplicationContextInitializer<ConfigurableApplicationContext> beans) {
    return new ServedPages(hosts, vmsPerHost, List.of(beans));
  }

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    if (app == null) {
      start();
      if (this == SHARED) {
        // Not a resource of JUnit: each class is a run of its own where the build hands classes out to processes.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext test) {
    if (this != SHARED) {
      stop();
    }
  }

  public void start() throws IOException {
    folder = Files.createTempDirectory("pvefleet-pages");
    app = SamplePages.start(folder, 0, hosts, vmsPerHost, more);
  }

  public void stop() {
    app().close();
    app = null;
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ConfigurableApplicationContext app() {
    return Objects.requireNonNull(app, "the class has no such extension");
  }

  public <T> T bean(Class<T> type) {
    return app().getBean(type);
  }

  public <T> T bean(String name, Class<T> type) {
    return app().getBean(name, type);
  }

  public FleetBoard board() {
    return bean(FleetBoard.class);
  }

  /** Where it is served, without a slash at the end. */
  public String origin() {
    return "http://127.0.0.1:" + app().getEnvironment().getProperty("local.server.port");
  }

  public URI uri(String path) {
    return URI.create(origin() + path);
  }

  /** A page in a language, with a theme unless that is empty; both are remembered by a browser. */
  String address(String path, String language, String theme) {
    return origin() + path + (path.contains("?") ? "&" : "?") + "lang=" + language + (theme.isEmpty() ? "" : "&theme=" + theme);
  }

  /** What is answered, whatever it is. */
  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** What is answered but for the body. */
  public HttpResponse<String> head(String path) {
    return send(HttpRequest.newBuilder(uri(path)).HEAD().build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A page that is there, for a reader whose browser asks for that language. */
  public String page(String path, String language) {
    HttpResponse<String> answer = get(path, "Accept-Language", language);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  /** An answer of the API that is there. */
  public JsonNode json(String path) {
    HttpResponse<String> answer = get(path, "Accept", "application/json");
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
