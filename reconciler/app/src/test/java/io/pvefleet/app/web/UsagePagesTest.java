package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Load on the pages, in the API and in CSV, of the sample fleet. */
class UsagePagesTest {
  @RegisterExtension static final ServedPages SERVED = ServedPages.shared();

  @Test
  void aHostShowsEachQuantityWithItsUnitAgeHistoryAndLimit() {
    String page = SERVED.page("/hosts/busan-010", "en");

    assertThat(page).contains("as of 12 s ago", "of 16 cores", " GiB of 64 GiB", "Storage local-lvm", "787 GiB of 800 GiB");
    assertThat(page).contains("limit 85 % reached").contains("over its limit");
    assertThat(page).contains("id=\"usage-cpu\"", "id=\"usage-memory\"", "id=\"usage-storage-local\"", "id=\"usage-presence\"");
    assertThat(page).contains("CPU, last 24 hours</title>").contains("<desc id=\"usage-cpu-d\">Mean ");
    assertThat(page).contains("/hosts/busan-010?span=30d#usage");
  }

  @Test
  void theSameIsThereInKoreanAndForThirtyDays() {
    String page = SERVED.page("/hosts/busan-010?span=30d", "ko");

    assertThat(page).contains("사용량", "한도 85% 도달", "CPU, 최근 30일</title>", "응답 상태").doesNotContain("??");
    assertThat(page).contains("href=\"/hosts/busan-010#usage\"");
  }

  @Test
  void theTimeInWhichNothingWasKnownIsAGap() {
    String day = chart(SERVED.page("/hosts/seoul-001", "en"), "usage-cpu");
    String month = chart(SERVED.page("/hosts/seoul-001?span=30d", "en"), "usage-cpu");

    assertThat(day.split("M", -1)).as("one area, one line").hasSize(3);
    assertThat(month.split("M", -1)).as("two areas, two lines: the daemon was down for some hours").hasSize(5);
  }

  @Test
  void aSilentHostShowsItsLastFiguresAsOldAndWhenItWasSilent() {
    String page = SERVED.page("/hosts/suwon-008", "en");

    assertThat(page).contains("class=\"figures old\"").contains("Did not answer 1 h 3").contains("class=\"t-silent\"");
    assertThat(page).as("and its age").contains("as of 1 h 35 min ago");
  }

  @Test
  void aMaintenanceIsShownAsSuch() {
    assertThat(SERVED.page("/hosts/daejeon-021", "en")).contains("class=\"t-maintenance\"");
  }

  @Test
  void aStorageThatCannotBeUsedIsSaidToBeSo() {
    assertThat(SERVED.page("/hosts/daejeon-013", "en")).contains("Storage nas-backup").contains("cannot be used now");
  }

  @Test
  void aVmShowsItsOwnCpuAndMemoryAndNoMore() {
    String page = SERVED.page("/vms/seoul-001/103?tab=usage", "en");

    assertThat(page).contains("of 2 cores", " GiB of 4 GiB").contains("id=\"usage-cpu\"", "id=\"usage-memory\"");
    assertThat(page).doesNotContain("id=\"usage-storage", "id=\"usage-presence\"");
  }

  @Test
  void theTableSaysTheSameInHoursOfADayAndDaysOfAMonth() {
    String day = table(SERVED.page("/hosts/seoul-001", "en"));
    String month = table(SERVED.page("/hosts/seoul-001?span=30d", "en"));

    assertThat(day.split("<tr>", -1)).hasSizeBetween(26, 27);
    assertThat(month.split("<tr>", -1)).hasSizeBetween(32, 33);
    assertThat(day).contains("CPU, mean", "Storage local", "22 Nov 14:00", "data-label=\"Memory\"");
  }

  @Test
  void aSpanThatDoesNotExistIsRefused() {
    assertThat(SERVED.get("/hosts/seoul-001?span=31d").statusCode()).isEqualTo(400);
    assertThat(SERVED.get("/api/v1/hosts/seoul-001/usage?span=31d").statusCode()).isEqualTo(400);
  }

  @Test
  void theApiTellsTheStepsOfAHost() {
    JsonNode usage = SERVED.json("/api/v1/hosts/busan-010/usage");

    assertThat(usage.path("span").asString()).isEqualTo("24h");
    assertThat(usage.path("stepSeconds").asInt()).isEqualTo(300);
    assertThat(usage.path("steps").size()).isEqualTo(288);
    JsonNode step = usage.path("steps").get(287);
    assertThat(step.path("at").asString()).isEqualTo("2026-11-22T05:30:00Z");
    assertThat(step.path("cpu").asDouble()).isBetween(0.2, 0.9);
    assertThat(step.path("cpuHighest").asDouble()).isGreaterThanOrEqualTo(step.path("cpu").asDouble());
    assertThat(step.path("memoryTotalBytes").asLong()).isEqualTo(64L << 30);
    assertThat(step.path("storages").path("local-lvm").path("totalBytes").asLong()).isEqualTo(800L << 30);
    assertThat(step.path("answered").asInt()).isEqualTo(1);
    JsonNode schemas = SERVED.json("/api/openapi.json").path("components").path("schemas");
    assertThat(usage.propertyNames()).containsExactlyInAnyOrderElementsOf(schemas.path("HostUsage").path("properties").propertyNames());
    assertThat(step.propertyNames()).containsExactlyInAnyOrderElementsOf(schemas.path("HostStep").path("properties").propertyNames());
  }

  @Test
  void theApiSaysNullWhereNothingWasTold() {
    JsonNode last = SERVED.json("/api/v1/hosts/suwon-008/usage").path("steps").get(287);

    assertThat(last.path("cpu").isNull()).isTrue();
    assertThat(last.path("memoryBytes").isNull()).isTrue();
    assertThat(last.path("silent").asInt()).isEqualTo(1);
  }

  @Test
  void theApiTellsTheStepsOfAVm() {
    JsonNode usage = SERVED.json("/api/v1/vms/seoul-001/103/usage?span=30d");

    assertThat(usage.path("stepSeconds").asInt()).isEqualTo(3600);
    assertThat(usage.path("steps").size()).isBetween(700, 720);
    assertThat(usage.path("steps").get(5).path("memoryTotalBytes").asLong()).isEqualTo(4L << 30);
    JsonNode schemas = SERVED.json("/api/openapi.json").path("components").path("schemas");
    assertThat(usage.propertyNames()).containsExactlyInAnyOrderElementsOf(schemas.path("VmUsage").path("properties").propertyNames());
    assertThat(usage.path("steps").get(0).propertyNames())
        .containsExactlyInAnyOrderElementsOf(schemas.path("VmStep").path("properties").propertyNames());
    assertThat(SERVED.get("/api/v1/vms/seoul-001/999/usage").statusCode()).isEqualTo(404);
    assertThat(SERVED.get("/api/v1/hosts/nowhere/usage").statusCode()).isEqualTo(404);
  }

  @Test
  void csvHasTheSameRows() {
    HttpResponse<String> host = SERVED.get("/api/v1/hosts/busan-010/usage.csv");
    HttpResponse<String> vm = SERVED.get("/api/v1/vms/seoul-001/103/usage.csv");

    assertThat(host.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(host.body().lines().findFirst().orElseThrow())
        .endsWith("at,answered,silent,maintained,cpu,cpuHighest,memoryBytes,memoryTotalBytes,storages");
    assertThat(host.body().lines()).hasSize(289);
    assertThat(vm.body().lines().findFirst().orElseThrow()).endsWith("at,cpu,cpuHighest,memoryBytes,memoryTotalBytes");
    assertThat(SERVED.page("/hosts/busan-010?span=30d", "en")).contains("/api/v1/hosts/busan-010/usage.csv?span=30d");
    assertThat(SERVED.page("/vms/seoul-001/103?tab=usage", "en")).contains("/api/v1/vms/seoul-001/103/usage.csv?span=24h");
  }

  private static String chart(String page, String id) {
    String from = page.substring(page.indexOf("id=\"" + id + "\""));
    StringBuilder paths = new StringBuilder();
    for (String part : from.substring(0, from.indexOf("</figure>")).split(" d=\"", -1)) {
      paths.append(part.startsWith("M") ? part.substring(0, part.indexOf('"')) : "");
    }
    return paths.toString();
  }

  private static String table(String page) {
    String from = page.substring(page.indexOf("id=\"usage-table\""));
    return from.substring(0, from.indexOf("</details>"));
  }
}
