package io.pvefleet.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.engine.plan.VmState;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Every page before there is anything to show, and addresses that make no sense. */
class SmallFleetTest {
  private static final Clock CLOCK = Clock.fixed(SampleFleet.NOW, ZoneOffset.UTC);
  private static final List<String> LISTS =
      List.of("/hosts", "/vms", "/vms?group=site", "/drift", "/drift?by=site", "/alerts", "/runs", "/runs?by=commit", "/events",
          "/consoles", "/schedules", "/about");

  private static ConfigurableApplicationContext app;
  private static final MemoryStore STORE = new MemoryStore();
  private static FleetBoard board;
  private static String base;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    board = SampleFleet.board(CLOCK);
    app = new SpringApplicationBuilder(SamplePages.App.class)
        .bannerMode(Banner.Mode.OFF)
        .initializers(context -> {
          context.getBeanFactory().registerSingleton("board", board);
          context.getBeanFactory().registerSingleton("alerts", new AlertBoard());
          context.getBeanFactory().registerSingleton("installation", SampleFleet.installation(SampleFleet.NOW));
          context.getBeanFactory().registerSingleton("timetable", SampleFleet.timetable(CLOCK));
          context.getBeanFactory().registerSingleton("consoles", new ConsoleBoard(Optional.empty()));
          context.getBeanFactory().registerSingleton("store", STORE);
        })
        .properties(Map.of("server.port", 0, "server.address", "127.0.0.1"))
        .run();
    base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void fleetThatGrowsFromNothingIsSaidAsItIs() throws Exception {
    assertThat(head("en")).isEqualTo("No commit is in force yet.");
    everyListAnswers();
    Commit first = new Commit("0f".repeat(20), "Kim Minji", SampleFleet.NOW, "begin");
    board.source(source -> source.accepted(first, SampleFleet.NOW, List.of()).polled(SampleFleet.NOW));
    board.declare(SampleDocuments.fleet(first.id(), SampleFleet.SETTINGS, List.of(SampleFleet.host(0, 0))));
    everyListAnswers();
    board.pass(SampleFleet.pass(SampleFleet.host(0, 0), SampleFleet.NOW, VmState.IN_SYNC, false));
    assertThat(get("/hosts/seoul-000", "en").statusCode()).isEqualTo(404);
    everyListAnswers();
    // What is in force is not what Git says last: the head of the page must not say so.
    board.declare(SampleDocuments.fleet(first.id(), SampleFleet.SETTINGS, List.of(SampleFleet.host(0, 3))));
    board.pass(SampleFleet.pass(SampleFleet.host(0, 3), SampleFleet.NOW, VmState.IN_SYNC, false));
    String calm = head("en");
    board.source(source -> source.rejecting(
        new Commit("1f".repeat(20), "Lee Jun", SampleFleet.NOW, "more"), SampleFleet.NOW, SampleDocuments.mistakes()));
    assertThat(calm).endsWith("are as Git says.");
    assertThat(head("en")).endsWith("are as the commit in force says.");
    assertThat(head("ko")).endsWith("적용 중인 커밋과 같습니다.");
    assertThat(get("/", "en").body()).as("what is wrong, where it is")
        .contains("https://git.example/fleet/src/commit/" + "1f".repeat(20) + "/sites/seoul-003/vms.yaml#L");
  }

  @Test
  void everythingThatIsWrongWithAnAddressIsSaidOneByOneInBothLanguages() throws Exception {
    HttpResponse<String> english = get("/vms?state=x&page=y&sort=z&label=a%20b", "en");
    assertThat(english.statusCode()).isEqualTo(400);
    assertThat(Jsoup.parse(english.body()).select("ul.wrong li").eachText()).hasSize(4).allMatch(text -> text.startsWith("The parameter "));
    assertThat(Jsoup.parse(get("/vms?state=x&page=y&sort=z&label=a%20b", "ko").body()).select("ul.wrong li").eachText()).hasSize(4)
        .noneMatch(text -> text.contains("The parameter")).contains("page은(는) 1 이상의 정수여야 합니다: y.");
    assertThat(Jsoup.parse(get("/events?since=now&kind=x", "ko").body()).select("ul.wrong li").eachText()).hasSize(2)
        .noneMatch(text -> text.contains("The parameter"));
    assertThat(Jsoup.parse(get("/runs/7", "ko").body()).select("main").text()).contains("오류 404", "적용 기록 7이(가) 없습니다.");
    assertThat(get("/vms?q=" + "x".repeat(201), "en").statusCode()).isEqualTo(400);
    assertThat(get("/vms?page=9999", "en").statusCode()).isEqualTo(200);
  }

  @Test
  void addressThatCannotBeReadIsOneThatMakesNoSense() throws Exception {
    URI at = URI.create(base);
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      socket.getOutputStream().write(
          "GET /vms?q=%ZZ HTTP/1.1\r\nHost: pvefleet\r\nAccept-Language: ko\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 400").contains("주소가 올바르지 않습니다.");
    }
  }

  @Test
  void whatIsToldAsOneLinksToTheEventsInIt() throws Exception {
    for (int vmid = 101; vmid <= 107; vmid++) {
      Instant at = SampleFleet.NOW.minusSeconds(vmid < 103 ? 3600 : 200 - vmid);
      STORE.events().append(new NewEvent(at, Severity.WARNING, "vm-stopped", "jeju-008", Optional.of(vmid), "till", "", "stopped"));
    }
    Element group = Jsoup.parse(get("/", "en").body()).selectFirst("td a[href^=/events?kind=vm-stopped]");
    assertThat(group == null ? "" : group.text()).isEqualTo("5 VMs on jeju-008");
    Element events = Jsoup.parse(get(group.attr("href"), "en").body()).selectFirst("main");
    assertThat(events.select("tr[id^=e]")).as(group + " " + events).hasSize(5);
  }

  private void everyListAnswers() throws Exception {
    for (String list : LISTS) {
      for (String language : List.of("en", "ko")) {
        assertThat(get(list, language).statusCode()).as(list).isEqualTo(200);
      }
    }
  }

  private String head(String language) throws Exception {
    return Jsoup.parse(get("/", language).body()).select("h1").text();
  }

  private HttpResponse<String> get(String path, String language) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + path)).header("Accept-Language", language).build(), HttpResponse.BodyHandlers.ofString());
  }
}
