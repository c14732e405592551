package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.view.FleetBoard;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Pages and API over a fleet in which everything goes wrong. */
class PagesTest {
  @RegisterExtension static final ServedPages SERVED = ServedPages.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/hosts", "/hosts/seoul-009", "/vms", "/vms/busan-010/104", "/drift", "/runs", "/runs/3", "/events",
            "/alerts", "/alerts?kind=drift", "/consoles", "/consoles?user=kim", "/schedules", "/about", "/drift?by=site",
            "/runs?by=commit", "/runs?result=failed", "/vms/daejeon-005/103?show=all", "/vms/daejeon-005/103?tab=config",
            "/vms/daejeon-005/103?tab=usage", "/vms/daejeon-005/103?tab=runs", "/vms/daejeon-005/103?tab=events", "/runs/4", "/runs/5",
            "/vms?q=pos&page=2"
      })
  void pageRendersInBothLanguagesWithoutScriptOrStyleOfItsOwn(String path) {
    for (String language : List.of("en", "ko")) {
      HttpResponse<String> page = get(path, "Accept-Language", language);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).contains("<html lang=\"" + language + "\"").doesNotContain(" style=\"").doesNotContain("onclick");
      assertThat(page.body()).doesNotContain("??").as("no value as it is inside").doesNotContain("Optional[", "Optional.empty", "Row[");
      assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue(PageHeaders.POLICY);
      assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void everyCountOfTheBoardLinksToWhatItCounts() {
    JsonNode fleet = json("/api/v1/fleet");
    for (Map.Entry<String, JsonNode> state : fleet.get("vmsByState").properties()) {
      assertThat(json("/api/v1/vms?state=" + state.getKey()).get("total").asInt()).isEqualTo(state.getValue().asInt());
      if (state.getValue().asInt() > 0) {
        assertThat(get("/", "Accept-Language", "en").body()).contains("/vms?state=" + state.getKey());
      }
    }
    assertThat(json("/api/v1/vms?state=attention").get("total").asInt()).isEqualTo(fleet.get("attention").asInt());
  }

  @Test
  void everyCounterOfTheFleetLinksToAsManyRows() {
    String page = get("/", "Accept-Language", "en").body();
    Pattern count = Pattern.compile(
        "<a href=\"/(hosts|vms|runs|consoles)\\?(state|power|since)=([\\w-]+)\"[^>]*>\\s*<b class=\"num\">([0-9,]+)</b>");
    Matcher counter = count.matcher(page);
    Set<String> seen = new TreeSet<>();
    while (counter.find()) {
      String list = counter.group(1);
      seen.add(list + " " + counter.group(3));
      JsonNode answer = json("/api/v1/" + list + "?size=1000&" + counter.group(2) + "=" + counter.group(3));
      int rows = answer.has("total") ? answer.get("total").asInt() : answer.get("items").size();
      assertThat(rows).as(counter.group()).isEqualTo(Integer.parseInt(counter.group(4).replace(",", "")));
    }
    assertThat(seen).contains("hosts Online", "hosts Stale", "hosts Offline", "hosts Maintenance", "vms running", "vms stopped",
        "vms unknown", "runs 2026-11-22", "consoles 2026-11-22");
    assertThat(page).contains("10 sites need a person", "/hosts?state=attention", "Kim Minji", "2026-11-22 03:25:00 UTC");
    assertThat(json("/api/v1/hosts?state=attention").get("total").asInt()).isEqualTo(10);
  }

  @Test
  void whenTooManyHostsVanishAtOnceOurOwnNetworkIsNamedFirst() {
    FleetBoard board = SERVED.board();
    board.holds(List.of("None of the 100 hosts answers any more (seoul-001, busan-002): our own network is suspect,"
        + " so nothing is applied. Mend the network, or raise limits.maxHostsUnreachablePercent in fleet.yaml."));
    try {
      assertThat(get("/", "Accept-Language", "en").body()).contains("Our own network looks down", "None of the 100 hosts answers");
      assertThat(get("/", "Accept-Language", "ko").body()).contains("네트워크가 끊긴 것으로", "모두 응답하지 않습니다");
    } finally {
      board.holds(List.of());
    }
    assertThat(get("/", "Accept-Language", "en").body()).doesNotContain("id=\"holds\"");
  }

  @Test
  void hostsShowTheirFiguresBesideTheirLimitsAndWhoTheyAreTrustedBy() {
    assertThat(get("/hosts?trouble=storage", "Accept-Language", "en").body())
        .contains("busan-010", "local-lvm: 787 of 800 GiB · limit 85 %", "over its limit").doesNotContain("busan-034");
    assertThat(get("/hosts?sort=pin", "Accept-Language", "en").body()).contains("mismatch", "pinned", "CA file", "9 d");
    assertThat(get("/hosts?state=Maintenance", "Accept-Language", "en").body())
        .contains("until 2026-11-22 16:30:00: disk replacement", "/vms?host=daejeon-021");
    assertThat(get("/hosts/busan-010", "Accept-Language", "en").body()).contains("787 GiB of 800 GiB", "/runs/3", "10.0.10.101");
  }

  @Test
  void vmsOfASiteStandTogetherAndTheAddressSaysEverythingThatIsAskedFor() {
    String tree = get("/vms?group=site&label=ring:pilot&label.role=pos&power=running", "Accept-Language", "en").body();
    assertThat(tree).contains("scope=\"rowgroup\"", "<details", "/vms?power=running&amp;label=ring%3Apilot&amp;label.role=pos\"",
        "name=\"label.role\" value=\"pos\"", "name=\"group\" value=\"site\"");
    assertThat(get("/vms?q=BC-24-11-00-0A-68", "Accept-Language", "en").body()).contains("v-busan-010-104").doesNotContain("v-busan-002");
    assertThat(get("/vms?label=no%20condition", "Accept-Language", "en").statusCode()).isEqualTo(400);
  }

  @Test
  void rejectedCommitIsShownWithEachErrorItsPlaceAndItsRemedy() {
    assertThat(get("/", "Accept-Language", "en").body())
        .contains("A newer commit is not in force: 2 errors", "sites/seoul-003/vms.yaml:140:3", "Unknown key",
            "&quot;memroy&quot; is no key of spec.", "Did you mean &quot;memory&quot;?");
    assertThat(get("/", "Accept-Language", "ko").body())
        .contains("sites/seoul-003/vms.yaml:140:3", "알 수 없는 키입니다", "&quot;memroy&quot;은(는) spec의 키가 아닙니다.",
            "&quot;memory&quot;을(를) 뜻했습니까?");
  }

  @Test
  void vmShowsGitValueWithFileAndLineLiveValueAndImpact() {
    assertThat(get("/vms/incheon-044/106", "Accept-Language", "en").body())
        .contains("spec.disks.scsi2", "local-lvm:vm-106-disk-2, 128GiB", "sites/incheon-044/vms.yaml:123", "destructive");
  }

  @Test
  void vmShowsWhatSettlesItsDifferencesAndWhatComesNext() {
    String page = get("/vms/daejeon-005/103", "Accept-Language", "en").body();
    assertThat(page).contains("  memory: 2GiB\n", "drift: {ignore: [/agent, /memory]}", "The rule /agent hides 1 difference.",
        "https://git.example/fleet/src/commit/" + SampleFleet.COMMIT + "/sites/daejeon-005/vms.yaml#L54",
        "sites/daejeon-005/vms.yaml:54@9f3c2a71", "The plan below is carried out at the next look", "Tue 3 Nov 12:00");
    assertThat(get("/vms/daejeon-005/103?show=all", "Accept-Language", "en").body())
        .contains("ignored by", "spec.cpu.cores", "as Git says");
    assertThat(get("/vms/daejeon-005/103?tab=config", "Accept-Language", "en").body()).contains("cipassword", "***")
        .doesNotContain("**********");
    assertThat(get("/vms/daegu-011/102", "Accept-Language", "en").body()).contains(">4GiB<", ">2GiB<", "It is restarted at the next look");
    assertThat(get("/vms/incheon-020/105", "Accept-Language", "en").body()).contains("Accept everything that differs");
  }

  @Test
  void driftIsSaidInPeoplesUnitsByDifferenceAndBySite() {
    assertThat(get("/drift?attribute=spec.memory&state=Drifted", "Accept-Language", "en").body())
        .contains("4 GiB", "2 GiB", "tills", "since 3 November");
    assertThat(get("/drift?by=site", "Accept-Language", "ko").body()).contains("부산 2호점", "11월 19일부터");
    assertThat(json("/api/v1/drift?attribute=spec.tags").get("total").asInt()).isEqualTo(1);
  }

  @Test
  void runsSayHowManyWereDoneFailedAndHeldAndWhy() {
    String page = get("/runs", "Accept-Language", "en").body();
    assertThat(page).contains("37 done, 2 failed, 1 held", "VM is locked (backup)", "Lee Jun", "Commit in force");
    assertThat(get("/runs?result=held", "Accept-Language", "en").body()).contains("id=\"r-4\"").doesNotContain("id=\"r-3\"");
    assertThat(get("/runs?by=commit", "Accept-Language", "ko").body()).contains("완료 37건, 실패 2건, 보류 1건", "kiosk: quiet fans at night");
    assertThat(get("/runs/5", "Accept-Language", "en").body()).contains("UPID:pve1:0000C5B0", "under way", "lifecycle.protect forbids");
    assertThat(get("/runs?result=nothing", "Accept-Language", "en").statusCode()).isEqualTo(400);
  }

  @Test
  void eventsAreChosenBySeverityTextSiteAndDay() {
    assertThat(json("/api/v1/events?severity=error").get("items")).hasSize(2);
    assertThat(json("/api/v1/events?q=timed").get("items")).hasSize(1);
    assertThat(json("/api/v1/events?site=busan-010").get("items")).hasSize(1);
    assertThat(json("/api/v1/events?until=2026-11-21").get("items")).hasSize(3);
    assertThat(json("/api/v1/events?since=2026-11-22&severity=warning").get("items")).hasSize(3);
    assertThat(get("/events?since=yesterday", "Accept-Language", "en").statusCode()).isEqualTo(400);
  }

  @Test
  void whatDoesNotExistIs404AsPageAndAsProblem() {
    assertThat(get("/hosts/nowhere", "Accept-Language", "en").statusCode()).isEqualTo(404);
    HttpResponse<String> problem = get("/api/v1/vms/nowhere/1", "Accept", "application/json");
    assertThat(problem.statusCode()).isEqualTo(404);
    assertThat(problem.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
    assertThat(get("/nothing", "Accept-Language", "en").body()).contains("There is no such page.");
  }

  @Test
  void queryThatMakesNoSenseIs400AndSaysWhatWould() {
    assertThat(get("/api/v1/vms?state=Broken", "Accept", "application/json").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/vms?state=Broken", "Accept", "application/json").body()).contains("Drifted");
    assertThat(get("/vms?page=x", "Accept-Language", "en").statusCode()).isEqualTo(400);
  }

  @Test
  void queryTextIsEscaped() {
    assertThat(get("/vms?q=%3Cscript%3Ealert(1)%3C/script%3E", "Accept-Language", "en").body())
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;");
  }

  @Test
  void descriptionNamesExactlyThePathsThatAreServed() {
    Set<String> described = new TreeSet<>();
    json("/api/openapi.json").get("paths").propertyNames().forEach(described::add);
    described.remove("/hooks/git"); // belongs to the daemon, which this test runs without
    Set<String> served =
        SERVED.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
            .flatMap(info -> info.getPatternValues().stream())
            .filter(path -> path.startsWith("/api/"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void answersHaveExactlyTheFieldsThatAreDescribed() {
    JsonNode schemas = json("/api/openapi.json").get("components").get("schemas");
    Map<String, JsonNode> answers =
        Map.of(
            "Fleet", json("/api/v1/fleet"),
            "Host", json("/api/v1/hosts").get("items").get(0),
            "Vm", json("/api/v1/vms").get("items").get(0),
            "VmDetail", json("/api/v1/vms/busan-010/104"),
            "Drift", json("/api/v1/drift").get("items").get(0),
            "RunDetail", json("/api/v1/runs/3"),
            "Change", json("/api/v1/runs/3").get("changes").get(0),
            "Event", json("/api/v1/events").get("items").get(0),
            "Alert", json("/api/v1/alerts").get("items").get(0),
            "Consoles", json("/api/v1/consoles"));
    answers.forEach((name, answer) -> assertThat(names(answer)).as(name).isEqualTo(names(schemas.get(name).get("properties"))));
  }

  @Test
  void alertsInForceStandFirstWithFigureLimitAndLinkAndTheEndedOnesAfterThem() {
    String page = get("/alerts", "Accept-Language", "en").body();
    assertThat(page).contains("10 in force", "href=\"/vms/busan-010/104\"", "Storage local-lvm is at 91.4 %, above 80 % since",
        "Muted: the host is in maintenance.", "Old: last looked at", "Ended within 7 days");
    assertThat(page.indexOf("id=\"alert-11\"")).isLessThan(page.indexOf("id=\"alert-4\"")).isPositive();
    assertThat(page.indexOf("id=\"alert-4\"")).isLessThan(page.indexOf("id=\"alert-12\""));
    assertThat(page).as("a host that left has no page").contains("gone-099").doesNotContain("/hosts/gone-099");
    String korean = get("/alerts", "Accept-Language", "ko").body();
    assertThat(korean).contains("발생 중 10건", "스토리지 local-lvm 사용률 91.4%,", "호스트가 점검 중이라 알리지 않습니다.")
        .doesNotContain("above", "expires at");
  }

  @Test
  void alertsAreChosenByKindSeverityHostAndVmOnPageAndInApi() {
    assertThat(get("/alerts?severity=critical", "Accept-Language", "en").body())
        .contains("alert-11", "alert-10").doesNotContain("alert-9\"");
    assertThat(json("/api/v1/alerts?host=daejeon-005").get("items")).hasSize(2);
    assertThat(json("/api/v1/alerts?host=daejeon-005&vmid=103").get("items").get(0).get("kind").asString()).isEqualTo("drift");
    assertThat(json("/api/v1/alerts?state=ended").get("total").asInt()).isEqualTo(3);
    assertThat(json("/api/v1/alerts?state=in-force&kind=host-offline").get("items").get(0).get("id").asLong()).isEqualTo(10);
    assertThat(json("/api/v1/alerts?size=4&page=2").get("items")).hasSize(4);
    assertThat(get("/alerts?kind=nonsense", "Accept-Language", "en").statusCode()).isEqualTo(400);
    assertThat(get("/alerts?kind=token&host=jeju", "Accept-Language", "en").body()).contains("Nothing matches.");
  }

  @Test
  void hostAndVmShowTheirOwnAlerts() {
    assertThat(get("/hosts/daejeon-005", "Accept-Language", "en").body()).contains("id=\"alert-5\"", "id=\"alert-3\"");
    assertThat(get("/vms/daejeon-005/103", "Accept-Language", "en").body()).contains("id=\"alert-5\"").doesNotContain("id=\"alert-3\"");
    assertThat(get("/vms/daejeon-005/102", "Accept-Language", "en").body()).doesNotContain("id=\"alerts\"");
  }

  @Test
  void consolesAreOfferedOnEveryListOfVmsAndWhoHadOneIsShown() {
    String link = "https://console.example.org/console?host=busan-010&amp;vmid=10";
    assertThat(get("/vms?host=busan-010", "Accept-Language", "en").body()).contains(link);
    assertThat(get("/hosts/busan-010", "Accept-Language", "en").body()).contains(link);
    assertThat(get("/vms/busan-010/104?tab=consoles", "Accept-Language", "en").body())
        .contains(link + "4\"", "target=\"c-busan-010-104\"", "View only", "Taken over by somebody else", ">park<");
    assertThat(get("/consoles", "Accept-Language", "ko").body()).contains("현재 1개 열림", "첫 화면까지");
    assertThat(json("/api/v1/consoles?vmid=104").get("items")).hasSize(2);
    assertThat(json("/api/v1/consoles").get("items").get(0).get("closedAt").isNull()).isTrue();
    assertThat(names(json("/api/v1/consoles").get("items").get(0)))
        .isEqualTo(names(json("/api/openapi.json").get("components").get("schemas").get("Console").get("properties")));
  }

  @Test
  void howItGoesWithEachSinkIsSaidInBothLanguagesWithoutWhatIsSecret() {
    assertThat(get("/about", "Accept-Language", "en").body()).contains("nms.example.org: no connection.", "env:SLACK_URL", ">37<");
    assertThat(get("/about", "Accept-Language", "ko").body()).contains("nms.example.org: 연결할 수 없습니다.", "night@example.org");
    assertThat(names(json("/api/v1/sinks").get("sinks").get(0)))
        .isEqualTo(names(json("/api/openapi.json").get("components").get("schemas").get("Sink").get("properties")));
  }

  /** How early it comes is measured, not tested. */
  @Test
  void firstPageOfTenThousandVmsIsSmall() throws Exception {
    ServedPages large = ServedPages.own(1000, 10);
    large.start();
    try {
      HttpResponse<String> page = large.get("/vms", "Accept-Encoding", "gzip");
      assertThat(page.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(page.body().length()).isLessThan(60 * 1024);
    } finally {
      large.stop();
    }
  }

  private static Set<String> names(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  private static JsonNode json(String path) {
    return SERVED.json(path);
  }

  private static HttpResponse<String> get(String path, String header, String value) {
    return SERVED.get(path, header, value);
  }
}
