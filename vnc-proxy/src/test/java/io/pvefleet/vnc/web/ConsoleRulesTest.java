package io.pvefleet.vnc.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.simulator.fault.ConsoleFault;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Everything that may go otherwise than a single console does, against a running proxy and a simulated host. */
class ConsoleRulesTest {
  @TempDir private static Path folder;
  private static TestFleet fleet;

  private final Visitor kim = fleet.visitor("kim");
  private final Visitor lee = fleet.visitor("lee");
  private final Visitor park = fleet.visitor("park");
  private final SimulatedHost host = fleet.host();

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.small(folder);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @AfterEach
  void endAll() throws Exception {
    fleet.host().faults().clear();
    for (String who : List.of("kim", "park")) {
      Visitor visitor = fleet.visitor(who);
      for (JsonNode session : visitor.get("/api/vnc/sessions").json().path("sessions").values()) {
        visitor.delete("/api/vnc/sessions/" + session.path("sessionId").asString());
      }
    }
  }

  @Test
  void twoOpenersOfOneGuestAtOnceBothGetIn() throws Exception {
    List<CompletableFuture<Void>> openers =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.runAsync(() -> {
              try {
                (i % 2 == 0 ? kim : park).console(host, 102).seePicture();
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            }))
            .toList();
    openers.forEach(CompletableFuture::join);
    assertThat(kim.get("/api/vnc/sessions").json().path("sessions").values())
        .filteredOn(s -> s.path("vmid").asInt() == 102)
        .hasSize(4);
  }

  @Test
  void aPasswordThatWasReplacedIsFollowedByAFreshTicket() throws Exception {
    host.faults().spoilConsoles(1, new ConsoleFault.WrongPassword());
    kim.console(host, 103).seePicture();
  }

  @Test
  void aPasswordThatIsNeverTakenEndsAfterTheSecondTry() throws Exception {
    host.faults().spoilConsoles(5, new ConsoleFault.WrongPassword());
    long before = host.log().count(r -> r.path().endsWith("/vncproxy"));
    Socket socket = kim.open(kim.connect(host, 103));
    assertThat(socket.closed()).isEqualTo("4502 host-refused");
    assertThat(host.log().count(r -> r.path().endsWith("/vncproxy")) - before).isEqualTo(2);
  }

  @Test
  void noOtherOriginWritesOrConnects() throws Exception {
    String body = "{\"host\":\"" + host.name() + "\",\"vmid\":101}";
    for (String origin : List.of("https://evil.example", "null", fleet.proxy.address() + ".evil.example", "http://LOCALHOST:1")) {
      Visitor.Answer answer =
          kim.post("/api/vnc/connect", body, Map.of("X-Pvefleet", "1", "Origin", origin, "Content-Type", "application/json"));
      assertThat(answer.status()).as(origin).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("PVF-0702");
    }
    assertThat(kim.post("/api/vnc/connect", body, Map.of("Content-Type", "application/json")).code()).isEqualTo("PVF-0702");

    Visitor.Answer connected = kim.connect(host, 101);
    String id = connected.json().path("sessionId").asString();
    String nonce = connected.json().path("nonce").asString();
    for (String origin : List.of("https://evil.example", "")) {
      assertThatThrownBy(() -> kim.open(id, origin, "binary", "nonce." + nonce))
          .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
    // A refused handshake has not used the nonce.
    kim.open(id, nonce).shakeHands();
  }

  @Test
  void aNonceCountsOnceAndForItsPersonAlone() throws Exception {
    Visitor.Answer connected = kim.connect(host, 104);
    String id = connected.json().path("sessionId").asString();
    String nonce = connected.json().path("nonce").asString();
    assertThat(id + nonce).matches("[A-Za-z0-9_-]{44}");
    assertThat(connected.json().path("url").asString()).doesNotContain(nonce);

    assertThat(park.open(id, nonce).closed()).startsWith("4401 ");
    assertThat(fleet.visitor("").open(id, nonce).closed()).startsWith("4401 ");
    assertThat(kim.open(id, "AAAAAAAAAAAAAAAAAAAAAA").closed()).startsWith("4401 ");
    Socket first = kim.open(id, nonce);
    first.shakeHands();
    assertThat(kim.open(id, nonce).closed()).startsWith("4401 ");
    assertThat(first.isOpen()).isTrue();
  }

  @Test
  void theServerChoosesBinaryAndNoExtension() throws Exception {
    Socket socket = kim.console(host, 101);
    assertThat(socket.socket().getSubprotocol()).isEqualTo("binary");
  }

  @Test
  void aStoppedGuestIsSaidAtOnce() throws Exception {
    Visitor.Answer answer = kim.connect(host, TestFleet.STOPPED);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("PVF-0707");
    assertThat(answer.json().path("closeCode").asInt()).isEqualTo(4423);
    assertThat(answer.json().path("ko").path("cause").asString()).contains("꺼져");
    assertThat(answer.json().path("en").path("action").asString()).isNotEmpty();
  }

  @Test
  void aGuestThatStopsWhileItIsSeenIsSaid() throws Exception {
    Socket socket = kim.console(host, 105);
    socket.seePicture();
    host.keyboard().stop(105);
    assertThat(socket.closed()).isEqualTo("4423 guest-stopped");
    host.keyboard().start(105);
  }

  @Test
  void aGuestThatIsNotThereIsSaid() throws Exception {
    assertThat(kim.connect(host, 4711).code()).isEqualTo("PVF-0706");
    assertThat(kim.post("/api/vnc/connect", "{\"host\":\"busan-009\",\"vmid\":101}").json().path("variant").asString())
        .isEqualTo("host");
  }

  @Test
  void nobodyGetsInWithoutARight() throws Exception {
    assertThat(fleet.visitor("choi").connect(host, 101).code()).isEqualTo("PVF-0705");
    assertThat(lee.connect(host, 101).json().path("variant").asString()).isEqualTo("viewOnly");
    assertThat(lee.connect(host, 101, ",\"viewOnly\":true,\"takeOver\":true").status()).isEqualTo(403);
    assertThat(fleet.visitor("").connect(host, 101).status()).isEqualTo(401);
    assertThat(fleet.visitor("").get("/api/vnc/sessions").status()).isEqualTo(401);
  }

  @Test
  void whoMayOnlySeeChangesNothing() throws Exception {
    Visitor.Answer connected = lee.connect(host, 106, ",\"viewOnly\":true");
    assertThat(connected.json().path("mayControl").asBoolean()).isFalse();
    Socket viewer = lee.open(connected);
    viewer.shakeHands();
    viewer.press('x');
    viewer.seePicture();
    Socket user = kim.console(host, 106);
    user.press('k');
    assertThat(host.screen(106).await(s -> !s.typed().isEmpty(), Duration.ofSeconds(10))).isTrue();
    assertThat(host.screen(106).typed()).isEqualTo("k");
    lee.delete("/api/vnc/sessions/" + connected.json().path("sessionId").asString());
  }

  @Test
  void everybodyOnAGuestHearsWhoComesAndGoes() throws Exception {
    Socket first = kim.console(host, 107);
    assertThat(first.heard("presence")).contains("\"others\":[]");
    Socket second = park.console(host, 107);
    assertThat(second.heard("presence")).contains("\"user\":\"kim\"");
    assertThat(first.heard("park")).contains("\"viewOnly\":false");
    second.leave();
    first.awaitTexts(texts -> texts.getLast().contains("\"others\":[]"));
  }

  @Test
  void takingOverEndsTheOthersOnceTheNewOneIsThere() throws Exception {
    Socket first = kim.console(host, 108);
    Socket second = park.open(park.connect(host, 108, ",\"takeOver\":true"));
    second.shakeHands();
    assertThat(first.closed()).isEqualTo("4409 taken-over");
    second.seePicture();
  }

  @Test
  void aSessionIsEndedByWhoMayUseItsGuest() throws Exception {
    Visitor.Answer connected = kim.connect(host, 101);
    Socket socket = kim.open(connected);
    socket.shakeHands();
    String path = "/api/vnc/sessions/" + connected.json().path("sessionId").asString();
    assertThat(lee.delete(path).status()).isEqualTo(403);
    assertThat(fleet.visitor("choi").delete(path).status()).isEqualTo(404);
    assertThat(park.delete(path).status()).isEqualTo(204);
    assertThat(socket.closed()).isEqualTo("4412 ended");
    assertThat(kim.get(path).json().path("closeReason").asString()).isEqualTo("ended");
  }

  @Test
  void aRefreshGivesAFreshNonceAndDialsAnew() throws Exception {
    Visitor.Answer connected = kim.connect(host, 102);
    String id = connected.json().path("sessionId").asString();
    Visitor.Answer again = kim.refresh(id);
    assertThat(again.status()).isEqualTo(200);
    assertThat(kim.open(id, connected.json().path("nonce").asString()).closed()).startsWith("4401 ");
    Socket socket = kim.open(again);
    socket.shakeHands();

    Visitor.Answer reload = kim.refresh(id);
    assertThat(socket.closed()).isEqualTo("4409 taken-over");
    kim.open(reload).shakeHands();
    assertThat(park.refresh(id).code()).isEqualTo("PVF-0703");
    assertThat(kim.refresh("AAAAAAAAAAAAAAAAAAAAAA").status()).isEqualTo(404);
  }

  @Test
  void aContainerIsATerminal() throws Exception {
    host.keyboard().addContainer(120, "proxy");
    host.keyboard().start(120);
    Visitor.Answer connected = kim.connect(host, 120);
    assertThat(connected.json().path("display").asString("")).as(connected.json().toString()).isEqualTo("terminal");
    Socket terminal = kim.open(connected);
    terminal.read(1);
    terminal.send("0:3:ls\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(host.terminal(120).await(t -> t.input().contains("ls"), Duration.ofSeconds(10))).isTrue();
    assertThat(kim.connect(host, 120, ",\"display\":\"screen\"").json().path("variant").asString()).isEqualTo("display");
  }

  @Test
  void aHostThatIsOfflineIsSaidToBeSoWithoutTryingItForEverybody() throws Exception {
    host.faults().reachability(Reachability.OFFLINE);
    try {
      // Of those who come after the first few, one every few seconds is made to wait for the host.
      assertThat(
          eventually(
              () -> {
                Visitor.Answer answer = kim.connect(host, 101);
                assertThat(answer.code()).isEqualTo("PVF-0709");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.json().path("closeCode").asInt()).isEqualTo(4503);
                return answer.json().path("detail").asString().contains("not tried: no answer since");
              }))
          .isTrue();
      assertThat(kim.get("/actuator/health").status()).isEqualTo(200);
    } finally {
      host.faults().reachability(Reachability.REACHABLE);
      assertThat(eventually(() -> kim.connect(host, 101).status() == 201)).isTrue();
    }
  }

  @Test
  void whatNoViewerSendsEndsTheConsole() throws Exception {
    Socket early = kim.open(kim.connect(host, 101));
    early.read(12);
    early.send("GET / HTTP/1.".getBytes(StandardCharsets.US_ASCII));
    assertThat(early.closed()).isEqualTo("4400 malformed");
    Socket late = kim.console(host, 101);
    late.send(250, 1, 1, 1);
    assertThat(late.closed()).isEqualTo("4400 malformed");
    Socket text = kim.console(host, 101);
    text.socket().sendText("hello", true).join();
    assertThat(text.closed()).isEqualTo("4400 malformed");
  }

  @Test
  void aHostThatSpeaksNothingKnownIsRefused() throws Exception {
    host.faults().spoilConsoles(1, new ConsoleFault.Garbage(64, 7));
    Socket socket = kim.open(kim.connect(host, 101));
    assertThat(socket.closed()).isEqualTo("4502 host-refused");
    assertThat(socket.heard("host")).contains("another protocol");
  }

  @Test
  void aConnectionThatBreaksMaySimplyBeOpenedAgain() throws Exception {
    Visitor.Answer connected = kim.connect(host, 104);
    Socket socket = kim.open(connected);
    socket.shakeHands();
    host.cutConsoles();
    assertThat(socket.closed()).isEqualTo("4502 host-closed");
    kim.open(kim.refresh(connected.json().path("sessionId").asString())).shakeHands();
  }

  @Test
  void bodiesAreReadStrictly() throws Exception {
    assertThat(kim.connect(host, 101, ",\"viewonly\":true").json().path("detail").asString()).contains("viewOnly");
    assertThat(kim.connect(host, 101, ",\"colour\":1").json().path("variant").asString()).isEqualTo("field");
    assertThat(kim.connect(host, 99).json().path("variant").asString()).isEqualTo("value");
    assertThat(kim.connect(host, 101, ",\"viewOnly\":\"yes\"").code()).isEqualTo("PVF-0701");
    assertThat(kim.connect(host, 101, ",\"display\":\"hologram\"").code()).isEqualTo("PVF-0701");
    assertThat(kim.post("/api/vnc/connect", "[]").json().path("variant").asString()).isEqualTo("json");
    assertThat(kim.post("/api/vnc/connect", "{" + " ".repeat(5000) + "}").json().path("variant").asString()).isEqualTo("size");
    assertThat(kim.get("/api/vnc/audit?limit=1001").status()).isEqualTo(400);
  }

  @Test
  void theAuditTrailTellsOfAConsole() throws Exception {
    Visitor.Answer connected = kim.connect(host, 103);
    Socket socket = kim.open(connected);
    socket.shakeHands();
    socket.seePicture();
    socket.press('q');
    assertThat(host.screen(103).await(s -> s.typed().contains("q"), Duration.ofSeconds(10))).isTrue();
    socket.leave();
    String id = connected.json().path("sessionId").asString();
    assertThat(eventually(() -> row(id).path("closeReason").asString("").equals("browser-left"))).isTrue();
    JsonNode row = row(id);
    assertThat(row.path("user").asString()).isEqualTo("kim");
    assertThat(row.path("mode").asString()).isEqualTo("console");
    assertThat(row.path("upid").asString()).startsWith("UPID:").contains("vncproxy:103");
    assertThat(row.path("keys").asInt()).isEqualTo(1);
    assertThat(row.path("firstFrame").asInt()).isPositive();
    assertThat(row.path("bytesToBrowser").asLong()).isPositive();
    assertThat(fleet.visitor("choi").auditRows("")).isEmpty();
  }

  private JsonNode row(String id) throws Exception {
    return kim.auditRows("?limit=1000").stream()
        .filter(row -> row.path("id").asString().equals(id))
        .findFirst()
        .orElseGet(Visitor.JSON::createObjectNode);
  }

  private interface Fact {
    boolean isSo() throws Exception;
  }

  /** Asks until it is so; the proxy's own limits bound how long that may take. */
  private static boolean eventually(Fact fact) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      if (fact.isSo()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }
}
