package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Load on the pages, in the API and in CSV, of the sample fleet. */
class UsagePagesTest {
  @TempDir static Path folder;
  private static ConfigurableApplicationContext app;
  private static String base;

  @BeforeAll
  static void start() {
    app = SamplePages.start(folder, 0, 24, 10);
    base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aHostShowsEachQuantityWithItsUnitAgeHistoryAndLimit() {
    String page = body("/hosts/busan-010", "en");

    assertThat(page).contains("as of 12 s ago", "of 16 cores", " GiB of 64 GiB", "Storage local-lvm", "787 GiB of 800 GiB");
    assertThat(page).contains("limit 85 % reached").contains("over its limit");
    assertThat(page).contains("id=\"usage-cpu\"", "id=\"usage-memory\"", "id=\"usage-storage-local\"", "id=\"usage-presence\"");
    assertThat(page).contains("CPU, last 24 hours</title>").contains("<desc id=\"usage-cpu-d\">Mean ");
    assertThat(page).contains("/hosts/busan-010?span=30d#usage");
  }

  @Test
  void theSameIsThereInKoreanAndForThirtyDays() {
    String page = body("/hosts/busan-010?span=30d", "ko");

    assertThat(page).contains("사용량", "한도 85% 도달", "CPU, 최근 30일</title>", "응답 상태").doesNotContain("??");
    assertThat(page).contains("href=\"/hosts/busan-010#usage\"");
  }

  @Test
  void theTimeInWhichNothingWasKnownIsAGap() {
    String day = chart(body("/hosts/seoul-001", "en"), "usage-cpu");
    String month = chart(body("/hosts/seoul-001?span=30d", "en"), "usage-cpu");

    assertThat(day.split("M", -1)).as("one area, one line").hasSize(3);
    assertThat(month.split("M", -1)).as("two areas, two lines: the daemon was down for some hours").hasSize(5);
  }

  @Test
  void aSilentHostShowsItsLastFiguresAsOldAndWhenItWasSilent() {
    String page = body("/hosts/suwon-008", "en");

    assertThat(page).contains("class=\"figures old\"").contains("Did not answer 1 h 3").contains("class=\"t-silent\"");
    assertThat(page).as("and its age").contains("as of 1 h 35 min ago");
  }

  @Test
  void aMaintenanceIsShownAsSuch() {
    assertThat(body("/hosts/daejeon-021", "en")).contains("class=\"t-maintenance\"");
  }

  @Test
  void aStorageThatCannotBeUsedIsSaidToBeSo() {
    assertThat(body("/hosts/daejeon-013", "en")).contains("Storage nas-backup").contains("cannot be used now");
  }

  @Test
  void aVmShowsItsOwnCpuAndMemoryAndNoMore() {
    String page = body("/vms/seoul-001/103?tab=usage", "en");

    assertThat(page).contains("of 2 cores", " GiB of 4 GiB").contains("id=\"usage-cpu\"", "id=\"usage-memory\"");
    assertThat(page).doesNotContain("id=\"usage-storage", "id=\"usage-presence\"");
  }

  @Test
  void theTableSaysTheSameInHoursOfADayAndDaysOfAMonth() {
    String day = table(body("/hosts/seoul-001", "en"));
    String month = table(body("/hosts/seoul-001?span=30d", "en"));

    assertThat(day.split("<tr>", -1)).hasSizeBetween(26, 27);
    assertThat(month.split("<tr>", -1)).hasSizeBetween(32, 33);
    assertThat(day).contains("CPU, mean", "Storage local", "22 Nov 14:00", "data-label=\"Memory\"");
  }

  @Test
  void aSpanThatDoesNotExistIsRefused() {
    assertThat(get("/hosts/seoul-001?span=31d", "en").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/hosts/seoul-001/usage?span=31d", "en").statusCode()).isEqualTo(400);
  }

  @Test
  void theApiTellsTheStepsOfAHost() {
    JsonNode usage = json("/api/v1/hosts/busan-010/usage");

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
    JsonNode schemas = json("/api/openapi.json").path("components").path("schemas");
    assertThat(usage.propertyNames()).containsExactlyInAnyOrderElementsOf(schemas.path("HostUsage").path("properties").propertyNames());
    assertThat(step.propertyNames()).containsExactlyInAnyOrderElementsOf(schemas.path("HostStep").path("properties").propertyNames());
  }

  @Test
  void theApiSaysNullWhereNothingWasTold() {
    JsonNode last = json("/api/v1/hosts/suwon-008/usage").path("steps").get(287);

    assertThat(last.path("cpu").isNull()).isTrue();
    assertThat(last.path("memoryBytes").isNull()).isTrue();
    assertThat(last.path("silent").asInt()).isEqualTo(1);
  }

  @Test
  void theApiTellsTheStepsOfAVm() {
    JsonNode usage = json("/api/v1/vms/seoul-001/103/usage?span=30d");

    assertThat(usage.path("stepSeconds").asInt()).isEqualTo(3600);
    assertThat(usage.path("steps").size()).isBetween(700, 720);
    assertThat(usage.path("steps").get(5).path("memoryTotalBytes").asLong()).isEqualTo(4L << 30);
    JsonNode schemas = json("/api/openapi.json").path("components").path("schemas");
    assertThat(usage.propertyNames()).containsExactlyInAnyOrderElementsOf(schemas.path("VmUsage").path("properties").propertyNames());
    assertThat(usage.path("steps").get(0).propertyNames())
        .containsExactlyInAnyOrderElementsOf(schemas.path("VmStep").path("properties").propertyNames());
    assertThat(get("/api/v1/vms/seoul-001/999/usage", "en").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/hosts/nowhere/usage", "en").statusCode()).isEqualTo(404);
  }

  @Test
  void csvHasTheSameRows() {
    HttpResponse<String> host = get("/api/v1/hosts/busan-010/usage.csv", "en");
    HttpResponse<String> vm = get("/api/v1/vms/seoul-001/103/usage.csv", "en");

    assertThat(host.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(host.body().lines().findFirst().orElseThrow())
        .endsWith("at,answered,silent,maintained,cpu,cpuHighest,memoryBytes,memoryTotalBytes,storages");
    assertThat(host.body().lines()).hasSize(289);
    assertThat(vm.body().lines().findFirst().orElseThrow()).endsWith("at,cpu,cpuHighest,memoryBytes,memoryTotalBytes");
    assertThat(body("/hosts/busan-010?span=30d", "en")).contains("/api/v1/hosts/busan-010/usage.csv?span=30d");
    assertThat(body("/vms/seoul-001/103?tab=usage", "en")).contains("/api/v1/vms/seoul-001/103/usage.csv?span=24h");
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

  private static JsonNode json(String path) {
    return JsonMapper.builder().build().readTree(body(path, "en"));
  }

  private static String body(String path, String language) {
    HttpResponse<String> response = get(path, language);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  private static HttpResponse<String> get(String path, String language) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(base + path)).header("Accept-Language", language).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
