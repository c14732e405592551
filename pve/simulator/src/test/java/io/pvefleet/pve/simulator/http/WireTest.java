package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HTTP as a real host was seen to speak it. */
class WireTest {

  private static SimulatedFleet fleet;
  private static SimulatedHost host;

  @BeforeAll
  static void start() {
    fleet = SimulatedFleet.start(SimulationSettings.FAST);
    host = fleet.hosts().getFirst();
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void versionAnswersWithTheHeadersOfPveproxy() throws Exception {
    var answer = RawClient.once(host, "GET", "/version", "");
    assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(answer.headers())
        .containsEntry("connection", "Keep-Alive")
        .containsEntry("server", "pve-api-daemon/3.0")
        .containsEntry("cache-control", "max-age=0")
        .containsEntry("content-type", "application/json;charset=UTF-8")
        .containsKeys("date", "expires");
    assertThat(answer.data().get("release").asString()).isEqualTo("9.2");
  }

  @Test
  void eachHostServesItsOwnCertificateUnderItsFingerprint() throws Exception {
    try (RawClient client = new RawClient(host)) {
      assertThat(HostCertificate.fingerprint(client.leaf())).isEqualTo(host.fingerprint());
    }
  }

  @Test
  void errorsCloseTheConnection() throws Exception {
    try (RawClient client = new RawClient(host)) {
      var answer = client.call("GET", "/nosuch/path", host.token(), "");
      assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 501 Method 'GET /nosuch/path' not implemented");
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(client.read()).isEmpty();
    }
  }

  @Test
  void extjsPutsTheErrorInsideATwoHundred() throws Exception {
    try (RawClient client = new RawClient(host)) {
      client.send("GET /api2/extjs/nosuch HTTP/1.1\r\nAuthorization: PVEAPIToken=" + host.token() + "\r\n\r\n");
      var answer = client.read().orElseThrow();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("success").asInt()).isZero();
      assertThat(answer.json().get("status").asInt()).isEqualTo(501);
      assertThat(answer.headers()).containsEntry("connection", "Keep-Alive");
    }
  }

  @Test
  void theConnectionEndsAfterAHundredAndOneAnswers() throws Exception {
    try (RawClient client = new RawClient(host)) {
      for (int i = 1; i <= 100; i++) {
        assertThat(client.call("GET", "/version", host.token(), "").headers()).containsEntry("connection", "Keep-Alive");
      }
      assertThat(client.call("GET", "/version", host.token(), "").headers()).containsEntry("connection", "close");
      assertThat(client.read()).isEmpty();
    }
  }

  @Test
  void refusesWhatPveproxyRefuses() throws Exception {
    String auth = " HTTP/1.1\r\nAuthorization: PVEAPIToken=" + host.token() + "\r\n";
    String url = " /api2/json/version";
    assertThat(say("HEAD" + url + auth + "\r\n")).isEqualTo("HTTP/1.1 501 method 'HEAD' not available");
    assertThat(say("PATCH" + url + auth + "\r\n")).isEqualTo("HTTP/1.1 501 method 'PATCH' not available");
    assertThat(say("POST" + url + auth + "Transfer-Encoding: chunked\r\n\r\n"))
        .isEqualTo("HTTP/1.1 501 chunked transfer encoding not supported");
    assertThat(say("DELETE" + url + auth + "Content-Length: 3\r\n\r\na=1"))
        .isEqualTo("HTTP/1.1 501 Unexpected content for method 'DELETE'");
    assertThat(say("PUT" + url + auth + "Content-Length: 524289\r\n\r\n")).isEqualTo("HTTP/1.1 501 for data too large");
    assertThat(say("POST" + url + auth + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx"))
        .isEqualTo("HTTP/1.1 506 upload 'Content-Type 'text/plain' not implemented");
    assertThat(say("GET /api2/xml/version" + auth + "\r\n")).isEqualTo("HTTP/1.1 501 no formatter for uri /version, xml");
    assertThat(say("GET /nosuchpage" + auth + "\r\n")).isEqualTo("HTTP/1.1 500 no such file '/nosuchpage'");
  }

  @Test
  void plainHttpIsSentToHttps() throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      String request = "GET /api2/json/version HTTP/1.1\r\nHost: pve1:8006\r\n\r\n";
      plain.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 301 Moved Permanently").contains("Location: https://pve1:8006/api2/json/version");
    }
  }

  @Test
  void unprovenCallersGetAnEmptyFourHundredAndOne() throws Exception {
    assertThat(say("GET /api2/json/version HTTP/1.1\r\n\r\n")).isEqualTo("HTTP/1.1 401 No ticket");
    assertThat(say("GET /api2/json/version HTTP/1.1\r\nAuthorization: PVEAPIToken=" + host.token() + "x\r\n\r\n"))
        .isEqualTo("HTTP/1.1 401 Authentication failed!");
    String cookie = "Cookie: PVEAuthCookie=PVE:root@pam:00000000::abc\r\n";
    assertThat(say("GET /api2/json/version HTTP/1.1\r\n" + cookie + "Authorization: PVEAPIToken=" + host.token() + "\r\n\r\n"))
        .as("a cookie has precedence over a token")
        .isEqualTo("HTTP/1.1 401 Authentication failed!");
  }

  private static String say(String text) throws Exception {
    try (RawClient client = new RawClient(host)) {
      client.send(text);
      return client.read().orElseThrow().statusLine();
    }
  }
}
