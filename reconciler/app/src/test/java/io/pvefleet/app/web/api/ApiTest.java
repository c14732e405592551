package io.pvefleet.app.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.web.ServedPages;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API over a fleet in which everything goes wrong, and its description. */
class ApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @RegisterExtension static final ServedPages SERVED = ServedPages.own(100, 10);
  private static JsonNode description;

  @BeforeAll
  static void read() {
    description = json("/api/openapi.json");
  }

  @Test
  void descriptionIsWellFormed() {
    assertThat(description.get("openapi").asString()).startsWith("3.1.");
    assertThat(description.get("info").propertyNames()).contains("title", "version");
    List<String> wrong = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String at = operation.getKey() + " " + path.getKey();
        JsonNode it = operation.getValue();
        expect(wrong, ids.add(it.path("operationId").asString("")), at + ": operationId is missing or not its own");
        expect(wrong, !it.path("summary").asString("").isEmpty(), at + ": no summary");
        expect(wrong, !it.path("responses").isEmpty(), at + ": no responses");
        for (Map.Entry<String, JsonNode> response : it.path("responses").properties()) {
          expect(wrong, response.getKey().matches("[1-5][0-9][0-9]"), at + ": no status " + response.getKey());
          expect(wrong, !response.getValue().path("description").asString("").isEmpty(), at + ": no description of " + response.getKey());
        }
        Set<String> parameters = new TreeSet<>();
        Set<String> inPath = new TreeSet<>();
        for (JsonNode parameter : it.path("parameters")) {
          String name = parameter.path("name").asString("");
          String in = parameter.path("in").asString("");
          expect(wrong, parameters.add(in + " " + name), at + ": twice " + name);
          expect(wrong, parameter.path("schema").isObject(), at + ": no schema of " + name);
          expect(wrong, Set.of("path", "query", "header").contains(in), at + ": " + name + " is nowhere");
          if (in.equals("path")) {
            inPath.add(name);
            expect(wrong, parameter.path("required").asBoolean(false), at + ": a part of a path is always required: " + name);
          }
        }
        expect(wrong, inPath.equals(names(path.getKey())), at + ": parts of the path are " + inPath);
      }
    }
    schemas(wrong, "", description);
    assertThat(wrong).isEmpty();
  }

  /** Types that there are, references that lead somewhere, nothing required that is not described. */
  private static void schemas(List<String> wrong, String at, JsonNode node) {
    Set<String> types = Set.of("object", "array", "string", "integer", "number", "boolean", "null");
    if (node.isObject() && !at.endsWith("/properties")) {
      JsonNode reference = node.path("$ref");
      expect(wrong, reference.isMissingNode() || !description.at(reference.asString().substring(1)).isMissingNode(),
          at + ": leads nowhere: " + reference);
      JsonNode type = node.path("type");
      (type.isArray() ? type : JSON.createArrayNode().add(type)).forEach(
          one -> expect(wrong, one.isMissingNode() || types.contains(one.asString("")), at + ": no type " + one));
      node.path("required").forEach(
          name -> expect(wrong, !name.isString() || node.path("properties").has(name.asString()), at + ": requires " + name));
    }
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      schemas(wrong, at + "/" + child.getKey(), child.getValue());
    }
    if (node.isArray()) {
      node.forEach(child -> schemas(wrong, at + "/-", child));
    }
  }

  @Test
  void everyFieldOfEveryAnswerIsDescribedWithItsType() {
    Described described = new Described(description.get("components").get("schemas"));
    Set<String> seen = new TreeSet<>();
    SERVED.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (info, method) ->
                info.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/v1/") && !path.endsWith(".csv"))
                    .forEach(
                        path -> {
                          seen.add(path);
                          described.check(path, returned(method), answer(path));
                        }));
    assertThat(seen).contains("/api/v1/fleet", "/api/v1/vms/{host}/{vmid}", "/api/v1/runs/{id}");
    assertThat(described.wrong()).isEmpty();
  }

  private static java.lang.reflect.Type returned(HandlerMethod method) {
    return method.getMethod().getGenericReturnType();
  }

  private static JsonNode answer(String path) {
    return description.at("/paths/" + path.replace("~", "~0").replace("/", "~1") + "/get/responses/200/content/application~1json/schema");
  }

  @Test
  void everyParameterThatIsDescribedIsUnderstoodAndNoOther() {
    String tooLong = "x".repeat(201);
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      if (!path.getKey().startsWith("/api/v1/")) {
        continue;
      }
      String address = address(path.getKey());
      for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
        if (parameter.get("in").asString().equals("query")) {
          String name = parameter.get("name").asString();
          assertThat(complaints(address + "?" + name + "=" + tooLong)).as(address).contains(name);
        }
      }
      assertThat(complaints(address + "?stat=Held")).as(address).containsExactly("stat");
    }
  }

  @Test
  void everyWordOfAParameterIsDescribedAndNoOther() {
    Pattern words = Pattern.compile("is none of (.*?)(, each with or without a minus)?: nonsense");
    Set<String> chosen = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
        String name = parameter.get("name").asString();
        Set<String> described = new TreeSet<>(parameter.get("schema").path("enum").valueStream().map(JsonNode::asString).toList());
        Matcher says = words.matcher(get(address(path.getKey()) + "?" + name + "=nonsense").body());
        if (says.find()) {
          Set<String> known = new TreeSet<>(List.of(says.group(1).split(", ")));
          if (says.group(2) != null) {
            List.copyOf(known).forEach(word -> known.add("-" + word));
          }
          assertThat(described).as("%s %s", path.getKey(), name).isEqualTo(known);
          chosen.add(name);
        } else {
          assertThat(described).as("%s %s", path.getKey(), name).isEmpty();
        }
      }
    }
    assertThat(chosen).contains("state", "sort", "kind", "trouble", "span", "status");
  }

  private static String address(String path) {
    return path.replace("{host}", "busan-010").replace("{vmid}", "104").replace("{id}", "3");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThat(complaints("/api/v1/vms?state=Broken&page=0&sort=colour&role=till"))
        .containsExactlyInAnyOrder("state", "page", "sort", "role");
    assertThat(complaints("/api/v1/events?kind=x&since=yesterday&before=-1&colour=red&host=a&host=b&vmid=x"))
        .containsExactlyInAnyOrder("kind", "since", "before", "colour", "host", "vmid");
    assertThat(complaints("/api/v1/vms?lable=ring:pilot&label=%3D&sort=colour")).containsExactlyInAnyOrder("lable", "label", "sort");
  }

  @Test
  void whatIsNotHereIsSaidWithItsOwnAddress() {
    for (String path : List.of("/api/v1/nothing", "/api/v1/vms/a%20b/c/d")) {
      JsonNode problem = JSON.readTree(get(path).body());
      assertThat(problem.get("status").asInt()).isEqualTo(404);
      assertThat(problem.get("instance").asString()).isEqualTo(path);
      assertThat(problem.get("detail").asString()).contains("/api/openapi.json");
    }
  }

  @Test
  void answersHoldWhatTheDescriptionPromises() {
    Promised promised = new Promised(description);
    for (String path : description.get("paths").propertyNames()) {
      if (path.startsWith("/api/v1/") && !path.endsWith(".csv")) {
        String address = path.contains("usage") ? path.replace("{vmid}", "101").replace("{host}", "seoul-001") : address(path);
        promised.holds(path, address, get(address).body());
      }
    }
    for (JsonNode host : json("/api/v1/hosts").get("items")) {
      String address = "/api/v1/hosts/" + host.get("name").asString();
      promised.holds("/api/v1/hosts/{host}", address, get(address).body());
      promised.holds("/api/v1/hosts/{host}/health", address, get(address + "/health").body());
    }
    for (JsonNode vm : json("/api/v1/vms?state=differing").get("items")) {
      String address = "/api/v1/vms/" + vm.get("host").asString() + "/" + vm.get("vmid").asInt();
      promised.holds("/api/v1/vms/{host}/{vmid}", address, get(address).body());
    }
    for (JsonNode run : json("/api/v1/runs").get("items")) {
      promised.holds("/api/v1/runs/{id}", "run " + run.get("id"), get("/api/v1/runs/" + run.get("id").asLong()).body());
    }
    assertThat(promised.broken()).isEmpty();
  }

  @Test
  void aVmTellsWhatIsIgnoredAndWhatWouldSettleIt() {
    JsonNode drifted = json("/api/v1/vms/busan-010/104");
    assertThat(drifted.get("config").propertyNames()).contains("memory", "net0");
    assertThat(drifted.get("vm").get("macs")).isNotEmpty();
    boolean isAcceptable = false;
    for (JsonNode vm : json("/api/v1/vms?state=Drifted").get("items")) {
      for (JsonNode attribute : json("/api/v1/vms/" + vm.get("host").asString() + "/" + vm.get("vmid").asInt()).get("attributes")) {
        isAcceptable |= attribute.get("accept").asString().contains("spec:") && attribute.get("ignore").asString().contains("drift:");
      }
    }
    assertThat(isAcceptable).isTrue();
  }

  private static List<String> complaints(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    List<String> names = new ArrayList<>();
    JSON.readTree(answer.body()).get("errors").forEach(error -> names.add(error.get("parameter").asString()));
    return names;
  }

  @Test
  void linksLeadThroughEachListWhole() {
    for (String list : List.of("/api/v1/vms?size=300&sort=-name", "/api/v1/vms?label=ring!=pilot&size=100&label.role=pos",
        "/api/v1/events?size=7", "/api/v1/consoles?size=2")) {
      Set<String> rows = new HashSet<>();
      String next = list;
      int pages = 0;
      while (!next.isEmpty()) {
        HttpResponse<String> answer = get(next);
        JSON.readTree(answer.body()).get("items").forEach(item -> rows.add(item.toString()));
        Matcher link = Pattern.compile("<([^>]*)>; rel=\"next\"").matcher(answer.headers().firstValue("Link").orElse(""));
        next = link.find() ? link.group(1) : "";
        pages++;
      }
      assertThat(pages).as(list).isGreaterThan(1);
      int whole = CsvTableTest.parsed(get(list.replaceAll("size=\\d+&?", "").replaceFirst("\\?|$", ".csv?")).body()).size() - 1;
      assertThat(rows).as(list).hasSize(whole);
    }
    assertThat(get("/api/v1/vms?size=300&page=2&role=pos").headers().firstValue("Link").orElse(""))
        .contains("</api/v1/vms?size=300&role=pos&page=1>; rel=\"prev\"");
  }

  @Test
  void tagStaysUntilSomethingIsLearnedAndHeadHasIt() {
    for (String path : List.of("/api/v1/fleet", "/api/v1/vms?host=ulsan-007", "/vms?host=ulsan-007&fragment=live", "/hosts")) {
      String tag = get(path).headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> same = get(path, "If-None-Match", "\"other\", " + tag);
      assertThat(same.statusCode()).as(path).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(SERVED.head(path).headers().firstValue("ETag")).as(path).hasValue(tag);
    }
    for (String path : List.of("/vms?host=ulsan-007", "/vms?host=ulsan-007&fragment=live")) {
      assertThat(get(path).headers().firstValue("Vary").orElse("").toLowerCase(Locale.ROOT)).contains("accept-language", "cookie");
      assertThat(get(path, "Accept-Language", "ko").headers().firstValue("ETag")).isNotEqualTo(get(path).headers().firstValue("ETag"));
    }
    String before = get("/api/v1/vms?host=ulsan-007").headers().firstValue("ETag").orElseThrow();
    String fragment = get("/vms?host=ulsan-007&fragment=live").headers().firstValue("ETag").orElseThrow();
    String other = get("/api/v1/vms?host=seoul-001").headers().firstValue("ETag").orElseThrow();
    SERVED.board().doing("ulsan-007", 101, "Resize disk scsi0");
    assertThat(get("/api/v1/vms?host=ulsan-007", "If-None-Match", before).statusCode()).isEqualTo(200);
    assertThat(get("/vms?host=ulsan-007&fragment=live", "If-None-Match", fragment).statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/vms?host=seoul-001", "If-None-Match", other).statusCode()).isEqualTo(304);
  }

  @Test
  void healthIsAStatusForMonitorsAndABodyForReaders() {
    HttpResponse<String> well = get("/api/v1/hosts/seoul-001/health");
    assertThat(well.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(well.body()).get("healthy").asBoolean()).isTrue();
    HttpResponse<String> away = get("/api/v1/hosts/suwon-008/health");
    assertThat(away.statusCode()).isEqualTo(503);
    JsonNode body = JSON.readTree(away.body());
    assertThat(body.get("healthy").asBoolean()).isFalse();
    assertThat(body.get("state").asString()).isEqualTo("Offline");
    assertThat(body.get("fault").asString()).contains("timed out");
    assertThat(body.get("ageSeconds").asLong()).isGreaterThan(body.get("freshSeconds").asLong());
    HttpResponse<String> read = get("/api/v1/hosts/suwon-008/health?status=200");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(away.body());
    assertThat(get("/api/v1/hosts/nowhere/health").statusCode()).isEqualTo(404);
  }

  @Test
  void csvIsTheWholeListWithTheFieldsOfTheJson() {
    for (String list : List.of("hosts", "vms", "runs", "events")) {
      String filter = list.equals("vms") ? "&role=pos" : "";
      HttpResponse<String> answer = get("/api/v1/" + list + ".csv?" + filter);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
      assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"" + list + ".csv\"");
      List<List<String>> lines = CsvTableTest.parsed(answer.body());
      JsonNode items = json("/api/v1/" + list + "?size=1000" + filter).get("items");
      assertThat(lines.size()).as(list).isEqualTo(items.size() + 1);
      for (int row = 0; row < items.size(); row++) {
        for (int column = 0; column < lines.getFirst().size(); column++) {
          JsonNode value = items.get(row).at("/" + lines.getFirst().get(column).replace('.', '/'));
          if (value.isValueNode()) {
            assertThat(lines.get(row + 1).get(column)).as("%s %s", list, lines.getFirst().get(column))
                .isIn(value.asString(""), "'" + value.asString(""));
          }
        }
      }
    }
    assertThat(get("/api/v1/vms.csv", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(get("/api/v1/hosts.csv?state=Offline").body()).contains("suwon-008", "호점").doesNotContain("seoul-001");
    assertThat(get("/api/v1/drift.csv?host=incheon-044").body()).contains("spec.disks.scsi2");
  }

  @Test
  void everyListOffersItsCsvWithTheFiltersOfThePage() {
    for (String list : List.of("/hosts", "/vms", "/drift", "/runs", "/events", "/consoles", "/alerts")) {
      assertThat(get(list).body()).as(list).contains("href=\"/api/v1" + list + ".csv");
    }
    assertThat(get("/vms?role=pos&page=2&sort=name").body()).contains("href=\"/api/v1/vms.csv?role=pos&amp;sort=name\"");
  }

  private static Set<String> names(String path) {
    Set<String> names = new TreeSet<>();
    Matcher name = Pattern.compile("\\{(\\w+)}").matcher(path);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private static void expect(List<String> wrong, boolean isSo, String says) {
    if (!isSo) {
      wrong.add(says);
    }
  }

  private static JsonNode json(String path) {
    return SERVED.json(path);
  }

  private static HttpResponse<String> get(String path, String... headers) {
    return SERVED.get(path, headers);
  }
}
