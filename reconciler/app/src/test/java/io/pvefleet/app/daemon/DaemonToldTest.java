package io.pvefleet.app.daemon;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a commit to the receiver of a webhook, through the whole daemon. */
class DaemonToldTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path top;

  @Test
  void aSinkOfFleetYamlHearsWhatTheDaemonDoesAndItsAddressIsNowhereToBeRead() throws Exception {
    WireMockServer hook = new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    hook.start();
    hook.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200)));
    Path address = top.resolve("hook.url");
    Files.writeString(address, hook.baseUrl() + "/T0SECRET");
    Files.setPosixFilePermissions(address, PosixFilePermissions.fromString("rw-------"));
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1)) {
      repository.write("fleet.yaml", """
          apiVersion: pvefleet/v1
          kind: Fleet
          metadata: {name: test-fleet}
          spec:
            interval: 10s
            timeZone: Asia/Seoul
            notifications:
              ops: {webhook: {url: "file:%s"}, on: {events: [commit, applied]}, group: 0s}
          """.formatted(address));
      repository.commit("Tell somebody");
      DaemonSettings settings = DaemonSettings.of(RepositorySettings.of(repository.folder().toString()), top.resolve("state"))
          .listeningOn("127.0.0.1", 0);
      try (Daemon daemon = Daemon.run(settings)) {
        await(() -> told(hook).contains("create done") && told(hook).contains("Tell somebody"));
        assertThat(told(hook)).contains("\"kind\":\"commit\"", "\"kind\":\"applied\"", "\"host\":\"sim-0001\"", "\"vm\":\"vm-1\"");
        await(() -> text(daemon, "/api/v1/sinks").contains("\"waiting\":0"));
        assertThat(text(daemon, "/actuator/prometheus")).contains("pvefleet_sink_failing{kind=\"webhook\",sink=\"ops\"} 0.0");
        assertThat(text(daemon, "/actuator/health")).contains("\"UP\"");
        for (String page : new String[] {"/about", "/api/v1/sinks", "/events", "/actuator/prometheus"}) {
          assertThat(text(daemon, page)).doesNotContain("T0SECRET");
        }
      }
    } finally {
      hook.stop();
    }
    assertThat(Files.readString(top.resolve("state/pvefleet.db"), StandardCharsets.ISO_8859_1)).doesNotContain("T0SECRET");
  }

  private static String told(WireMockServer hook) {
    return hook.findAll(postRequestedFor(anyUrl())).stream().map(request -> request.getBodyAsString()).collect(Collectors.joining("\n"));
  }

  private static void await(BooleanSupplier isSo) {
    Instant until = Instant.now().plus(PATIENCE);
    while (!isSo.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(until);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static String text(Daemon daemon, String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(daemon.address() + path)).header("Accept-Language", "en").build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
