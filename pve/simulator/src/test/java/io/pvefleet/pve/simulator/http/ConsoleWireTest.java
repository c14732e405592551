package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Upgrade and frames, byte by byte, as pveproxy has them. */
@Timeout(60)
class ConsoleWireTest {

  private SimulatedFleet fleet;
  private SimulatedHost host;

  @BeforeEach
  void start() {
    fleet = SimulatedFleet.start(SimulationSettings.FAST);
    host = fleet.hosts().getFirst();
    host.keyboard().create(100, Map.of("name", "web"));
    host.keyboard().start(100);
    host.attach(100, new Echo());
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void theUpgradeAnswersWithTheHeadersOfPveproxy() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = upgrade(asked, "Sec-WebSocket-Protocol: binary\r\n")) {
      assertThat(socket.answer.statusLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(socket.answer.headers())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "upgrade", "websocket", "connection", "upgrade", "sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                  "sec-websocket-protocol", "binary"));
    }
  }

  @Test
  void noSubprotocolIsNamedUnlessAsked() throws Exception {
    try (RawWebSocket socket = upgrade(RawWebSocket.asked(host), "")) {
      assertThat(socket.answer.headers()).doesNotContainKey("sec-websocket-protocol");
    }
  }

  @Test
  void compressionIsNeverAgreedOnAndTheOriginNotLookedAt() throws Exception {
    String headers = "Sec-WebSocket-Extensions: permessage-deflate\r\nOrigin: https://evil.example\r\n";
    try (RawWebSocket socket = upgrade(RawWebSocket.asked(host), headers)) {
      assertThat(socket.answer.status()).isEqualTo(101);
      assertThat(socket.answer.headers()).doesNotContainKey("sec-websocket-extensions");
    }
  }

  @Test
  void anotherVersionIsRefusedInPlainText() throws Exception {
    try (RawWebSocket socket = upgrade(RawWebSocket.asked(host), "Sec-WebSocket-Version: 8\r\n")) {
      assertThat(socket.answer.statusLine()).isEqualTo("HTTP/1.1 500 unsupported websocket-version '8'");
      assertThat(socket.answer.text()).isEqualTo("unsupported websocket-version '8'\n");
      assertThat(socket.answer.headers()).doesNotContainKey("content-type");
    }
  }

  @Test
  void anotherProtocolOrNoKeyIsRefusedEvenWithAVoidTicket() throws Exception {
    assertThat(upgrade("/nodes/pve1/qemu/100/vncwebsocket?port=5900&vncticket=x", "Upgrade: h2c\r\n"))
        .isEqualTo("HTTP/1.1 500 unable to upgrade to protocol 'h2c'");
    assertThat(
            upgrade("/nodes/pve1/qemu/100/vncwebsocket?port=5900&vncticket=x", "Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n"))
        .isEqualTo("HTTP/1.1 500 missing websocket-key");
  }

  @Test
  void otherPathsDoNotUpgrade() throws Exception {
    assertThat(upgrade("/version", "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n"))
        .isEqualTo("HTTP/1.1 200 OK");
  }

  private String upgrade(String path, String headers) throws Exception {
    try (RawClient client = new RawClient(host)) {
      client.send(
          "GET /api2/json" + path + " HTTP/1.1\r\nAuthorization: PVEAPIToken=" + host.token() + "\r\nConnection: Upgrade\r\n"
              + headers + "\r\n");
      return client.read().orElseThrow().statusLine();
    }
  }

  @Test
  void withoutAnUpgradeThePortIsTheAnswer() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    String query = "?port=" + asked.get("port").asString() + "&vncticket=" + encoded(asked);
    var answer = RawClient.once(host, "GET", RawWebSocket.VM + "/vncwebsocket" + query, "");
    assertThat(answer.text()).isEqualTo("{\"data\":{\"port\":\"" + asked.get("port").asString() + "\"}}");
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      assertThat(socket.answer.status()).as("the listener is not used up").isEqualTo(101);
    }
  }

  @Test
  void parametersAreCheckedBeforeTheTicket() throws Exception {
    try (RawWebSocket socket = RawWebSocket.request(host, host.token(), "/nodes/pve1/qemu/x", "5900", "t", "")) {
      assertThat(socket.answer.statusLine()).isEqualTo("HTTP/1.1 400 Parameter verification failed.");
    }
    try (RawWebSocket socket = RawWebSocket.request(host, host.token(), RawWebSocket.VM, "6000", "t", "")) {
      assertThat(socket.answer.json().get("errors").get("port").asString())
          .isEqualTo("value must have a maximum value of 5999");
    }
  }

  @Test
  void anUnencodedTicketIsAnotherOne() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    String blanks = asked.get("ticket").asString().replace('+', ' ');
    try (RawWebSocket socket = RawWebSocket.request(host, host.token(), RawWebSocket.VM, port(asked), blanks + " ", "")) {
      assertThat(socket.answer.statusLine()).isEqualTo("HTTP/1.1 401 permission denied - invalid PVEVNC ticket");
      assertThat(socket.answer.text())
          .isEqualTo("{\"data\":null,\"message\":\"permission denied - invalid PVEVNC ticket\\n\"}");
    }
  }

  @Test
  void textAndBinaryBothPassAndOnlyBinaryComesBack() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      socket.send(1, "text".getBytes());
      assertThat(socket.read().head()).isEqualTo(0x82);
      socket.send(2, new byte[] {1, 2, 3});
      assertThat(socket.bytes(3)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aPingIsAnsweredAndPongsAreIgnored() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      socket.send(10, new byte[] {9});
      socket.send(9, "hello".getBytes());
      RawWebSocket.Frame pong = socket.read();
      assertThat(pong.head()).isEqualTo(0x8a);
      assertThat(pong.payload()).isEqualTo("hello".getBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unmasked", "fragmented", "continued", "compressed", "too large", "unknown opcode"})
  void aFrameThatPveproxyDiesOfEndsTheConnectionWithoutAWord(String kind) throws Exception {
    byte[] some = {1, 2, 3};
    byte[] frame =
        switch (kind) {
          case "unmasked" -> RawWebSocket.frame(0x82, 0, some);
          case "fragmented" -> RawWebSocket.frame(0x02, 0x80, some);
          case "continued" -> RawWebSocket.frame(0x80, 0x80, some);
          case "compressed" -> RawWebSocket.frame(0xc2, 0x80, some);
          case "too large" -> Arrays.copyOf(RawWebSocket.frame(0x82, 0x80, new byte[128 * 1024 + 1]), 20); // its length is enough
          default -> RawWebSocket.frame(0x83, 0x80, some);
        };
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      socket.raw(frame);
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void theLargestFramePasses() throws Exception {
    byte[] large = new byte[128 * 1024];
    new Random(1).nextBytes(large);
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      socket.binary(large);
      assertThat(socket.bytes(large.length)).isEqualTo(large);
    }
  }

  @Test
  void framesOfTheHostGrowWithWhatASocketReadGives() throws Exception {
    byte[] picture = new byte[2 << 20];
    new Random(2).nextBytes(picture);
    host.attach(100, new Echo(picture));
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      byte[] seen = new byte[0];
      int largest = 0;
      int first = 0;
      while (seen.length < picture.length) {
        RawWebSocket.Frame frame = socket.read();
        assertThat(frame.isBinary()).isTrue();
        first = first == 0 ? frame.payload().length : first;
        largest = Math.max(largest, frame.payload().length);
        seen = Arrays.copyOf(seen, seen.length + frame.payload().length);
        System.arraycopy(frame.payload(), 0, seen, seen.length - frame.payload().length, frame.payload().length);
      }
      assertThat(seen).isEqualTo(picture);
      assertThat(first).isLessThanOrEqualTo(2048);
      assertThat(largest).isBetween(2049, 128 * 1024);
    }
  }

  @Test
  void aCloseFrameEndsTheConsoleWithoutOneInReturn() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      socket.send(8, new byte[] {3, (byte) 0xe8});
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void theHostNeverSpeaksUnaskedAndTheHttpIdleRuleDoesNotApply() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(host, RawWebSocket.asked(host))) {
      socket.patience(Duration.ofMillis(5_500)); // idle HTTP connections are closed after 5 s
      assertThatThrownBy(socket::read).isInstanceOf(SocketTimeoutException.class);
      socket.binary("still here");
      assertThat(socket.text(10)).isEqualTo("still here");
    }
  }

  @Test
  void theLogHoldsNeitherTicketNorPassword() throws Exception {
    JsonNode asked = RawWebSocket.asked(host);
    try (RawWebSocket socket = RawWebSocket.open(host, asked)) {
      socket.binary("x");
      socket.bytes(1);
    }
    String log = host.log().all().toString();
    assertThat(log).contains("vncticket=***").contains("-> 101");
    assertThat(log).doesNotContain(asked.get("ticket").asString()).doesNotContain(asked.get("password").asString());
    assertThat(host.machine().look().consoles().toString()).doesNotContain(asked.get("password").asString());
  }

  private RawWebSocket upgrade(JsonNode asked, String headers) throws Exception {
    return RawWebSocket.request(host, host.token(), RawWebSocket.VM, port(asked), asked.get("ticket").asString(), headers);
  }

  private static String port(JsonNode asked) {
    return asked.get("port").asString();
  }

  private static String encoded(JsonNode asked) {
    return URLEncoder.encode(asked.get("ticket").asString(), StandardCharsets.UTF_8);
  }
}
