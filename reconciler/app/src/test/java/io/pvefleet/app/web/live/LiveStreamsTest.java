package io.pvefleet.app.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.web.ServedPages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Streams of a real server. */
class LiveStreamsTest {
  @RegisterExtension static final ServedPages SERVED = ServedPages.own(30, 10);
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** One message, as a browser would understand it. */
  private record Message(String id, String event, String data) {}

  /** An open stream. */
  private record Stream(HttpResponse<InputStream> answer, BufferedReader lines) implements AutoCloseable {
    Message next() throws IOException {
      String id = "";
      String event = "";
      String data = "";
      for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
        String value = line.substring(line.indexOf(':') + 2);
        if (line.startsWith("id:")) {
          id = value;
        } else if (line.startsWith("event:")) {
          event = value;
        } else if (line.startsWith("data:")) {
          data = value;
        }
      }
      return new Message(id, event, data);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  @Test
  void changeArrivesAndAReaderThatComesBackGetsWhatItMissed() throws Exception {
    String at;
    try (Stream stream = open(SERVED, "", "")) {
      Message first = stream.next();
      assertThat(first.event()).isEqualTo("beat");
      assertThat(first.data()).contains("\"now\":\"2026-11-22T05:30:00Z\"");
      SERVED.board().doing("daejeon-005", 101, "Clone template 9000");
      Message news = stream.next();
      assertThat(news.event()).isEqualTo("news");
      assertThat(news.data()).contains("v-daejeon-005-101").contains("\"vms\"");
      at = news.id();
    }
    SERVED.board().doing("daejeon-005", 102, "Clone template 9001");
    for (String[] way : new String[][] {{at, ""}, {"", at}}) {
      try (Stream again = open(SERVED, way[0], way[1])) {
        assertThat(again.next()).isEqualTo(new Message(at, "beat", "{\"now\":\"2026-11-22T05:30:00Z\"}"));
        Message missed = again.next();
        assertThat(missed.event()).isEqualTo("news");
        assertThat(missed.data()).contains("v-daejeon-005-102").doesNotContain("v-daejeon-005-101");
      }
    }
  }

  @Test
  void readerWhosePlaceIsNotKnownIsToldToBeginAnew() throws Exception {
    try (Stream stream = open(SERVED, "of-an-earlier-process-17", "")) {
      Message reset = stream.next();
      assertThat(reset.event()).isEqualTo("reset");
      assertThat(SERVED.bean(LiveFeed.class).number(reset.id())).isNotNegative();
    }
  }

  @Test
  void streamIsNeitherKeptNorHeldBackOnItsWay() throws Exception {
    try (Stream stream = open(SERVED, "", "")) {
      assertThat(stream.answer().headers().map())
          .containsEntry("content-type", List.of("text/event-stream;charset=UTF-8"))
          .containsEntry("cache-control", List.of("no-store"))
          .containsEntry("x-accel-buffering", List.of("no"))
          .doesNotContainKeys("content-encoding", "etag", "set-cookie");
    }
    HttpRequest head = HttpRequest.newBuilder(SERVED.uri("/live")).HEAD().build();
    assertThat(CLIENT.send(head, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  @Test
  void oneStreamMoreThanThereMayBeIsRefusedWithWhenToComeBack() throws Exception {
    List<Stream> open = new ArrayList<>();
    try {
      HttpResponse<InputStream> refused = null;
      for (int i = 0; i <= LiveStreams.MAX_STREAMS && refused == null; i++) {
        Stream stream = open(SERVED, "", "");
        open.add(stream);
        refused = stream.answer().statusCode() == 200 ? null : stream.answer();
      }
      assertThat(refused).isNotNull();
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
      assertThat(SERVED.bean(LiveStreams.class).streams()).isEqualTo(LiveStreams.MAX_STREAMS);
    } finally {
      for (Stream stream : open) {
        stream.close();
      }
    }
    // Those who left make room as soon as something is sent to them.
    int step = 0;
    while (SERVED.bean(LiveStreams.class).streams() > 0) {
      SERVED.board().doing("daejeon-005", 103, "Step " + step++);
      Thread.onSpinWait();
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void readerWhoLeavesIsNoError(CapturedOutput said) throws Exception {
    for (int i = 0; i < 5; i++) {
      open(SERVED, "", "").close();
    }
    int step = 0;
    while (SERVED.bean(LiveStreams.class).streams() > 0) {
      SERVED.board().doing("daejeon-005", 104, "Step " + step++);
      Thread.onSpinWait();
    }
    // What the server makes of it follows; a request that is answered comes after it.
    assertThat(SERVED.get("/about").statusCode()).isEqualTo(200);
    assertThat(said.getAll()).doesNotContain("ERROR", "Exception");
  }

  @Test
  void serverThatStopsEndsStreamsInOrder() throws Exception {
    ServedPages second = ServedPages.own(10, 10);
    second.start();
    try (Stream stream = open(second, "", "")) {
      stream.next();
      second.stop();
      // Without this the server waits for it as for any request and then breaks it, which is no end that can be read.
      assertThat(stream.lines().readLine()).isNull();
    }
  }

  private static Stream open(ServedPages server, String lastEventId, String after) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/live" + (after.isEmpty() ? "" : "?after=" + after)));
    request.header("Accept-Encoding", "gzip");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<InputStream> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new Stream(answer, new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
  }
}
