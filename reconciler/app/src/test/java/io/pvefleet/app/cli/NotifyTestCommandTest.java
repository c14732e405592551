package io.pvefleet.app.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyTestCommandTest {
  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    server.start();
    server.stubFor(post(urlEqualTo("/good/T0SECRET")).willReturn(aResponse().withStatus(200)));
    server.stubFor(post(urlEqualTo("/gone/T0SECRET")).willReturn(aResponse().withStatus(410)));
    environment.put("GOOD", server.baseUrl() + "/good/T0SECRET");
    environment.put("GONE", server.baseUrl() + "/gone/T0SECRET");
    Files.writeString(folder.resolve("fleet.yaml"), """
        apiVersion: pvefleet/v1
        kind: Fleet
        metadata: {name: hanbit}
        spec:
          notifications:
            ops: {slack: {url: env:GOOD}, language: ko}
            nms: {webhook: {url: env:GONE}}
            lost: {slack: {url: env:NOWHERE}}
        ---
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: a}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: a}
        spec: {endpoint: "https://127.0.0.1:1", site: a, tokenRef: env:TOKEN}
        """);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void eachSinkSaysWhetherItHears() {
    assertThat(run("notify", "test", folder.toString())).isEqualTo(Exit.ERROR);
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly(
        "  BAD   lost           PVF-0580: The environment variable NOWHERE is not set.",
        "                       Look at name, port and firewall between this machine and there, and at the secrets that the sink names."
            + " See docs/errors/PVF-0580.md.",
        "  BAD   nms            PVF-0581: localhost answers with HTTP status 410.",
        "                       Put the right address where its reference points, or correct what fleet.yaml says of the sink."
            + " See docs/errors/PVF-0581.md.",
        "  ok    ops            taken");
    assertThat(out.toString(StandardCharsets.UTF_8) + err).doesNotContain("T0SECRET");
    server.verify(1, postRequestedFor(urlEqualTo("/good/T0SECRET")).withRequestBody(containing("시험 메시지")));
  }

  @Test
  void theTestHasTheLanguageAndTheLinkThatTheDaemonsMessagesHave() {
    environment.put("GONE", environment.get("GOOD"));
    environment.put("PVEFLEET_LANGUAGE", "ko");
    environment.put("PVEFLEET_URL", "https://pvefleet.example.org/");
    assertThat(run("notify", "test", folder.toString(), "--sink", "nms")).isEqualTo(Exit.DONE);
    server.verify(1, postRequestedFor(anyUrl()).withRequestBody(containing("시험 메시지"))
        .withRequestBody(containing("\"https://pvefleet.example.org/events?kind=notify\"")));
  }

  @Test
  void oneSinkCanBeTriedAlone() {
    assertThat(run("notify", "test", folder.toString(), "--sink", "ops", "-o", "json")).isEqualTo(Exit.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"sink\" : \"ops\"", "\"taken\" : true");
    server.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void aSinkThatIsNotThereIsAMistake() {
    assertThat(run("notify", "test", folder.toString(), "--sink", "osp")).isEqualTo(Exit.ERROR);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("PVF-0510", "There is no sink \"osp\".", "Did you mean \"ops\"?");
  }

  private int run(String... args) {
    Terminal terminal = new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        InputStream.nullInputStream(), environment::get, Set.of(), Path.of("").toAbsolutePath());
    return new Cli(terminal).run(args);
  }
}
