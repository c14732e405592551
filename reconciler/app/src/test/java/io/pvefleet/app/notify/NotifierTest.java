package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Notices.Mark;
import io.pvefleet.app.store.Notices.NewMessage;
import io.pvefleet.app.store.Notices.Result;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.Source;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Notifications;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.process.secret.Secrets;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The threads of it: a dead sink beside one that is well. */
class NotifierTest {
  private final Store store = new MemoryStore();
  private final FleetBoard fleet = new FleetBoard(Clock.systemUTC(), Source.of("https://git.example.org/fleet.git"),
      new FleetSettings("", Duration.ofMinutes(1), ZoneOffset.UTC, FleetSettings.Limits.DEFAULT));
  private final SinkBoard board = new SinkBoard(fleet);

  @Test
  void aSinkThatNeverAnswersDelaysNoOther() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket well = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(well, heard));
      Map<String, String> environment = Map.of("SILENT", address(silent), "WELL", address(well));
      declare(slack("silent", "env:SILENT"), slack("well", "env:WELL"));
      try (Notifier notifier = Notifier.start(store, fleet, board, new Secrets(environment::get, _ -> {}), Clock.systemUTC(),
          Optional.empty(), Locale.KOREAN)) {
        for (int i = 0; i < 3; i++) {
          event("Number " + i);
          notifier.wake();
          assertThat(heard.poll(20, TimeUnit.SECONDS)).contains("Number " + i, "적용됨");
        }
      }
      assertThat(store.notices().counts()).containsEntry("silent", 3);
      assertThat(board.sinks()).extracting(SinkState::name).containsExactly("silent", "well");
      assertThat(board.sinks().getLast().messages()).isEqualTo(3);
    }
  }

  @Test
  void howItWentWithASinkOutlivesTheProcess() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    declare(slack("ops", "env:URL"));
    store.notices().take(new Mark(0, 0, new TreeMap<>()), List.of());
    store.notices().end(store.notices().begin(message(noon)).id(), Result.DELIVERED, "", noon.plusSeconds(1));
    store.notices().end(store.notices().begin(message(noon.plusSeconds(2))).id(), Result.GIVEN_UP, "it refuses",
        noon.plusSeconds(3));
    new LaneTeller(board, store.events()).recall("ops", store.notices());

    SinkState state = board.sinks().getFirst();
    assertThat(state.delivered()).contains(noon.plusSeconds(1));
    assertThat(state.fault()).isEqualTo("it refuses");
    assertThat(state.nextTry()).isEmpty();
    assertThat(state.address()).isEqualTo("env:URL");
  }

  private static NewMessage message(Instant at) {
    return new NewMessage("ops", Set.of(), at, false, "");
  }

  private void declare(Sink... sinks) {
    TreeMap<String, Sink> byName = new TreeMap<>();
    for (Sink sink : sinks) {
      byName.put(sink.name(), sink);
    }
    fleet.declare(new FleetSettings("hanbit", Duration.ofMinutes(1), ZoneOffset.UTC, FleetSettings.Limits.DEFAULT, Alerting.NONE,
        new Notifications(byName)), List.of());
    fleet.source(source -> source.accepted(new Commit("c0ffee00", "Kim", Instant.EPOCH, "tills"), Instant.EPOCH, List.of()));
  }

  private static Sink slack(String name, String reference) {
    return new Sink(name, new Receiver.Slack(new SecretRef(reference)), Sample.everything(), Optional.empty(), Duration.ZERO,
        new Limit(1000, Duration.ofHours(1)), Optional.empty());
  }

  private void event(String text) {
    store.events().append(new NewEvent(Instant.now(), Severity.INFO, "applied", "", Optional.empty(), "", "", text));
  }

  private static String address(ServerSocket socket) {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/hook";
  }

  /** Takes every message at once and closes the connection. */
  private static void serve(ServerSocket socket, BlockingQueue<String> heard) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept(); InputStream in = client.getInputStream(); OutputStream out = client.getOutputStream()) {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
          head.append((char) in.read());
        }
        String length = head.toString().toLowerCase(Locale.ROOT).replaceAll("(?s).*content-length: (\\d+).*", "$1");
        String body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        heard.add(body);
      } catch (java.io.IOException e) {
        // The test is over.
      }
    }
  }
}
