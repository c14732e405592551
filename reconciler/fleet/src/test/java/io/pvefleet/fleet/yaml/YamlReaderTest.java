package io.pvefleet.fleet.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "no|STRING|no", "yes|STRING|yes", "on|STRING|on", "true|BOOLEAN|true", "True|BOOLEAN|true", "FALSE|BOOLEAN|false",
    "~|NULL|''", "null|NULL|''", "''|NULL|''", "'\"\"'|STRING|''", "12|INTEGER|12", "0x1F|INTEGER|31", "0o17|INTEGER|15",
    "+7|INTEGER|7", "-0|INTEGER|0", "007|INTEGER|7", "1_000|STRING|1_000", "1.5|NUMBER|1.5", "1e3|NUMBER|1e3", ".inf|NUMBER|.inf",
    "2026-01-01|STRING|2026-01-01", "12:30:45|STRING|12:30:45", "\"12\"|STRING|12", "!!str 12|STRING|12", "! 12|STRING|12",
    "64GiB|STRING|64GiB", "10.0.0.1/24|STRING|10.0.0.1/24"})
  void scalarsAreWhatTheCoreSchemaSays(String text, Node.ScalarType type, String value) {
    YamlFile file = read("k: " + text);
    assertThat(file.problems()).isEmpty();
    assertThat(((Node.Mapping) file.documents().getFirst()).get("k").orElseThrow())
        .isInstanceOfSatisfying(Node.Scalar.class, scalar -> {
          assertThat(scalar.type()).isEqualTo(type);
          assertThat(scalar.text()).isEqualTo(value);
        });
  }

  @Test
  void everyKeyAndValueKnowsItsPlace() {
    Node.Mapping root = (Node.Mapping) read("spec:\n  disks:\n    scsi0: {storage: local-lvm, 크기: 64GiB, x: [a, b]}\n")
        .documents().getFirst();
    Node.Mapping disk = (Node.Mapping) at(root, "spec", "disks", "scsi0");
    assertThat(root.entries().getFirst().keyPlace()).hasToString("f.yaml:1:1");
    assertThat(disk.place()).hasToString("f.yaml:3:12");
    assertThat(disk.entry("storage").orElseThrow().keyPlace()).hasToString("f.yaml:3:13");
    assertThat(disk.get("크기").orElseThrow().place()).hasToString("f.yaml:3:37");
    assertThat(((Node.Sequence) disk.get("x").orElseThrow()).items().get(1).place()).hasToString("f.yaml:3:51");
  }

  @Test
  void byteOrderMarkAndWindowsLineEndsShiftNoPlace() {
    Node.Mapping root = (Node.Mapping) read("\uFEFFa: 1\r\nb:\r\n  c: 2\r\n").documents().getFirst();
    assertThat(root.entries().getFirst().keyPlace()).hasToString("f.yaml:1:1");
    assertThat(at(root, "b", "c").place()).hasToString("f.yaml:3:6");
  }

  @Test
  void emptyDocumentsAreLeftOut() {
    assertThat(read("").documents()).isEmpty();
    assertThat(read("# only a comment\n").documents()).isEmpty();
    assertThat(read("---\n---\na: 1\n---\n...\n---\nb: 2\n---\n").documents()).hasSize(2);
  }

  @Test
  void duplicateKeyIsToldAndTheFirstKept() {
    YamlFile file = read("a: 1\nb: 2\na: 3\n");
    assertThat(file.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.kind()).isEqualTo(YamlProblem.Kind.DUPLICATE_KEY);
      assertThat(problem.place()).hasToString("f.yaml:3:1");
      assertThat(problem.detail()).contains("line 1");
    });
    assertThat(((Node.Scalar) at((Node.Mapping) file.documents().getFirst(), "a")).text()).isEqualTo("1");
  }

  @Test
  void brokenDocumentLosesNeitherTheOnesBeforeNorAfter() {
    YamlFile file = read("a: 1\n---\nb: [1, 2\n---\nc: 3\n---\nd: 'open\n");
    assertThat(file.documents()).hasSize(2);
    assertThat(file.documents().get(1).place()).hasToString("f.yaml:5:1");
    assertThat(file.problems()).extracting(p -> p.kind() + " " + p.place().line())
        .containsExactly("SYNTAX 4", "SYNTAX 8");
  }

  @Test
  void commonMistakesGetTheirRemedy() {
    assertThat(onlyProblem("a: b: c").remedy()).contains("Quote a value");
    assertThat(onlyProblem("a:\n\tb: 1").remedy()).contains("spaces");
    assertThat(onlyProblem("a: 1\n b: 2").remedy()).isNotEmpty();
    assertThat(onlyProblem("name: {{ template }}").remedy()).contains("Quote");
    assertThat(onlyProblem("a: !vault x").value()).isEqualTo("!vault");
    assertThat(onlyProblem("a: !!int x").kind()).isEqualTo(YamlProblem.Kind.SYNTAX);
  }

  @Test
  void aliasesAndMergeKeysAreFollowed() {
    Node.Mapping root = (Node.Mapping) read("""
        base: &base {memory: 2GiB, cores: 2}
        more: &more {cores: 8, agent: true}
        vm:
          <<: [*base, *more]
          memory: 4GiB
        copy: *base
        "<<": text
        """).documents().getFirst();
    Node.Mapping vm = (Node.Mapping) at(root, "vm");
    assertThat(vm.entries()).extracting(e -> e.key() + "=" + ((Node.Scalar) e.value()).text())
        .containsExactly("memory=4GiB", "cores=2", "agent=true");
    assertThat(vm.get("cores").orElseThrow().place()).hasToString("f.yaml:1:35");
    assertThat(at(root, "copy")).isSameAs(at(root, "base"));
    assertThat(root.string("<<")).contains("text");
  }

  @Test
  void aliasOfNothingAndOfItselfIsAProblem() {
    assertThat(onlyProblem("a: *b").value()).isEqualTo("*b");
    assertThat(onlyProblem("a: &a [*a]").value()).isEqualTo("*a");
    assertThat(onlyProblem("a: &x 1\n---\nb: *x").place()).hasToString("f.yaml:3:4");
    assertThat(onlyProblem("<<: 1").detail()).contains("merges mappings");
  }

  @Test
  void aliasBombIsStoppedBeforeItExpands() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", java.util.Collections.nCopies(10, "*a" + (i - 1)))));
    }
    assertThat(onlyProblem(bomb.toString()).kind()).isEqualTo(YamlProblem.Kind.LIMIT);
  }

  @Test
  void fileOfCountlessDocumentsIsReadToTheLimitAndNoFurther() {
    YamlFile file = YamlReader.read("many.yaml", "--- a\n".repeat(YamlLimits.MAX_DOCUMENTS + 5).getBytes(StandardCharsets.UTF_8));
    assertThat(file.documents()).hasSize(YamlLimits.MAX_DOCUMENTS);
    assertThat(file.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.kind()).isEqualTo(YamlProblem.Kind.LIMIT);
      assertThat(problem.place().line()).isEqualTo(YamlLimits.MAX_DOCUMENTS + 1);
    });
  }

  @Test
  void deepNestingIsALimitAndNoStackOverflow() {
    assertThat(onlyProblem("[".repeat(100_000)).kind()).isEqualTo(YamlProblem.Kind.LIMIT);
    assertThat(onlyProblem("{a: ".repeat(60) + "1" + "}".repeat(60)).kind()).isEqualTo(YamlProblem.Kind.LIMIT);
    assertThat(read("[".repeat(40) + "]".repeat(40)).problems()).isEmpty();
  }

  @Test
  void tooLargeAndUnreadableFilesAreTold() {
    byte[] large = new byte[YamlLimits.MAX_FILE_BYTES + 1];
    assertThat(YamlReader.read("f.yaml", large).problems()).singleElement()
        .satisfies(p -> assertThat(p.kind()).isEqualTo(YamlProblem.Kind.LIMIT));
    byte[] cp949 = "a: 1\nname: 서울\n".getBytes(Charset.forName("x-windows-949"));
    assertThat(YamlReader.read("f.yaml", cp949).problems()).singleElement().satisfies(p -> {
      assertThat(p.kind()).isEqualTo(YamlProblem.Kind.ENCODING);
      assertThat(p.place()).hasToString("f.yaml:2:7");
    });
    assertThat(YamlReader.read("f.yaml", "a: 1".getBytes(StandardCharsets.UTF_16)).problems()).singleElement()
        .satisfies(p -> assertThat(p.detail()).contains("UTF-16"));
    assertThat(onlyProblem("a: 1\nb: \0").place()).hasToString("f.yaml:2:4");
    assertThat(onlyProblem("a: 1\nb: \u0007bell").place().line()).isEqualTo(2);
  }

  @Test
  void noInputMakesTheReaderThrow() {
    java.util.Random random = new java.util.Random(20_261_122);
    String alphabet = "ab:- \n{}[],&*!|>'\"%@`#?~.\t<0x1한";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n >= 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      YamlFile file = read(text.toString());
      for (YamlProblem problem : file.problems()) {
        assertThat(problem.detail()).as(text.toString()).isNotBlank();
        assertThat(problem.place().line()).as(text.toString()).isBetween(1, (int) text.chars().filter(c -> c == '\n').count() + 1);
      }
    }
  }

  private static YamlProblem onlyProblem(String text) {
    List<YamlProblem> problems = read(text).problems();
    assertThat(problems).as(text.length() > 80 ? "" : text).hasSize(1);
    return problems.getFirst();
  }

  private static YamlFile read(String text) {
    return YamlReader.read("f.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Node at(Node.Mapping root, String... keys) {
    Node node = root;
    for (String key : keys) {
      node = ((Node.Mapping) node).get(key).orElseThrow();
    }
    return node;
  }
}
