package io.pvefleet.fleet.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.yaml.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RendererTest {

  private static final Code NO_STORAGE = Code.user("PVF-0107", "Storage does not exist");
  private static final String FILE = "sites/seoul-001/vms.yaml";

  @Test
  void textIsInTheFormOfTheHouse() {
    Diagnostic d = error(14, 22, "spec.disks.scsi0.storage", "local-zfs",
        "Host \"seoul-001\" has no storage \"local-zfs\"; it has local and local-lvm.",
        "Use one of these, or add the storage to the host.");
    assertThat(text(d, 14, "    scsi0: {storage: local-zfs, size: 64GiB}")).isEqualTo("""
        error PVF-0107: Storage does not exist
          sites/seoul-001/vms.yaml:14:22  spec.disks.scsi0.storage
          14 |     scsi0: {storage: local-zfs, size: 64GiB}
             |                      ^^^^^^^^^
          Host "seoul-001" has no storage "local-zfs"; it has local and local-lvm.
          Use one of these, or add the storage to the host. See docs/errors/PVF-0107.md.
        """);
  }

  @Test
  void caretsStandUnderKoreanTextAsTerminalsShowIt() {
    assertThat(text(error(1, 5, "", "서울", "d", "r"), 1, "이름: \"서울\"")).contains("  1 | 이름: \"서울\"\n    |       ^^^^^^\n");
    assertThat(text(error(1, 5, "", "서울", "d", "r"), 1, "이름: 서울")).contains("  1 | 이름: 서울\n    |       ^^^^\n");
    assertThat(text(error(1, 4, "", "x", "d", "r"), 1, "a: \"x\"")).contains("    |    ^^^\n");
  }

  @Test
  void longLinesAreCutAroundTheValue() {
    String line = "a: [" + "item, ".repeat(40) + "wrong, " + "item, ".repeat(40) + "]";
    String text = text(error(3, 245, "a[40]", "wrong", "d", "r"), 3, line);
    String[] lines = text.split("\n");
    assertThat(lines[2]).hasSizeLessThan(110).contains("...").contains("wrong");
    assertThat(lines[3].indexOf('^')).isEqualTo(lines[2].indexOf("wrong"));
    assertThat(lines[3]).endsWith("^^^^^").doesNotEndWith("^^^^^^");
  }

  @Test
  void tokensAndControlCharactersNeverReachTheTerminal() {
    String line = "tokn: root@pam!x=0f3b6a1e-1111-2222-3333-444455556666";
    assertThat(text(error(1, 1, "spec.tokn", "tokn", "d\u001b[2J", "r"), 1, line))
        .contains("root@pam!x=" + "*".repeat(36)).doesNotContain("0f3b6a1e").doesNotContain("\u001b");
  }

  @Test
  void placeBeyondTheFileIsNoMistakeOfTheRenderer() {
    assertThat(text(error(99, 1, "", "", "d", "r"), 1, "x")).contains(":99:1").doesNotContain(" | ");
    assertThat(text(error(1, 50, "", "", "d", "r"), 1, "x")).contains("  1 | x\n");
  }

  @Test
  void colourIsOnlyAddedAndSummaryCounts() {
    Diagnostic d = error(1, 1, "", "", "d", "r");
    String plain = DiagnosticText.render(d, Sources.none(), DiagnosticText.Colour.NEVER);
    String colour = DiagnosticText.render(d, Sources.none(), DiagnosticText.Colour.ALWAYS);
    assertThat(colour).contains("\u001b[1;31m").isNotEqualTo(plain);
    assertThat(colour.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    Diagnostic warning = new Diagnostic(NO_STORAGE, Diagnostic.Severity.WARNING, Optional.of(new Place("b.yaml", 1, 1)), "", "", "d", "r");
    assertThat(DiagnosticText.summary(List.of(d, d, warning))).isEqualTo("2 errors, 1 warning in 2 files");
    assertThat(DiagnosticText.summary(List.of(warning))).isEqualTo("1 warning in 1 file");
    assertThat(DiagnosticText.summary(List.of(Diagnostic.errorOfAll(NO_STORAGE, "", "d", "r")))).isEqualTo("1 error");
    assertThat(DiagnosticText.summary(List.of())).isEqualTo("no errors");
  }

  @Test
  void gitHubAnnotationsAreEscaped() {
    Diagnostic d = error(2, 3, "spec.a", "v", "100 %\nof it", "Do: this, now.");
    assertThat(DiagnosticGitHub.render(List.of(d), Sources.under("ops/fleet", Map.of()))).isEqualTo(
        "::error file=ops/fleet/sites/seoul-001/vms.yaml,line=2,col=3,title=PVF-0107%3A Storage does not exist"
            + "::spec.a: 100 %25%0Aof it Do: this, now.\n");
    assertThat(DiagnosticGitHub.render(List.of(Diagnostic.errorOfAll(NO_STORAGE, "", "d", "r")), Sources.none()))
        .isEqualTo("::error title=PVF-0107%3A Storage does not exist::d r\n");
  }

  @Test
  void jsonHoldsEverything() {
    JsonNode json = parse(DiagnosticJson.render(List.of(error(2, 3, "spec.a", "v", "d", "r")), Sources.none()));
    assertThat(json.get("errors").asInt()).isEqualTo(1);
    JsonNode one = json.get("diagnostics").get(0);
    assertThat(one.get("code").asString()).isEqualTo("PVF-0107");
    assertThat(one.get("file").asString()).isEqualTo(FILE);
    assertThat(one.get("line").asInt()).isEqualTo(2);
    assertThat(one.get("column").asInt()).isEqualTo(3);
    assertThat(one.get("remedy").asString()).isEqualTo("r");
  }

  @Test
  void sarifPointsToRulesAndPlaces() {
    Diagnostic other = new Diagnostic(Code.user("PVF-0101", "A"), Diagnostic.Severity.WARNING,
        Optional.of(new Place("사이트/a b.yaml", 1, 1)), "", "", "d", "r");
    JsonNode run = parse(DiagnosticSarif.render(List.of(error(2, 3, "spec.a", "v", "d", "r"), other), Sources.none())).get("runs").get(0);
    assertThat(run.get("tool").get("driver").get("rules")).extracting(rule -> rule.get("id").asString())
        .containsExactly("PVF-0101", "PVF-0107");
    JsonNode first = run.get("results").get(0);
    assertThat(first.get("ruleIndex").asInt()).isEqualTo(1);
    assertThat(first.get("level").asString()).isEqualTo("error");
    JsonNode physical = first.get("locations").get(0).get("physicalLocation");
    assertThat(physical.get("region").get("startLine").asInt()).isEqualTo(2);
    assertThat(run.get("results").get(1).get("locations").get(0).get("physicalLocation").get("artifactLocation").get("uri").asString())
        .isEqualTo("%EC%82%AC%EC%9D%B4%ED%8A%B8/a%20b.yaml");
  }

  @Test
  void nearWordsAreSuggestedAndFarOnesNot() {
    List<String> keys = List.of("memory", "disks", "networks", "cpu");
    assertThat(DidYouMean.closest("memry", keys)).contains("memory");
    assertThat(DidYouMean.closest("mmeory", keys)).contains("memory");
    assertThat(DidYouMean.closest("Disks", keys)).contains("disks");
    assertThat(DidYouMean.closest("ram", keys)).isEmpty();
    assertThat(DidYouMean.closest("", keys)).isEmpty();
  }

  private static JsonNode parse(String text) {
    return JsonMapper.builder().build().readTree(text);
  }

  private static Diagnostic error(int line, int column, String path, String value, String detail, String remedy) {
    return Diagnostic.error(NO_STORAGE, new Place(FILE, line, column), path, value, detail, remedy);
  }

  private static String text(Diagnostic d, int line, String source) {
    String content = "\n".repeat(line - 1) + source + "\n";
    return DiagnosticText.render(d, Sources.of(Map.of(FILE, content.getBytes(StandardCharsets.UTF_8))), DiagnosticText.Colour.NEVER);
  }
}
