package io.pvefleet.fleet.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlWriterTest {

  private static final Place HERE = new Place("w.yaml", 1, 1);
  private static final List<String> TEXTS = List.of("", "a", "no", "true", "null", "~", "12", "0x1F", "1.5", "1e3", "a: b", "a #b",
      "#a",
      " a", "a ", "-", "- a", "?", "[a]", "{a}", "a,b", "&a", "*a", "!a", "|", ">", "'a'", "\"a\"", "%a", "@a", "`a", "<<", "=", "---",
      "...",
      "서울 1호점", "a\nb", "a\nb\n", "a\n\n", "\na", " a\nb", "a\n  b\n", "a\tb", "\u0001", "\u2028", "x:", ":x", "a\\b", "😀", "a\rb",
      "local:iso/debian.iso,media=cdrom", "10.0.0.1/24", "ssh-ed25519 AAAA+/= ops@x", "64GiB", "2026-01-01", "+", ".inf", ".5", "0o7",
      "line\n#not a comment\n", "a\n---\nb", "한글\n둘째 줄");

  @Test
  void whatIsWrittenReadsBackAsTheSame() {
    Random random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      Node node = mapping(random, 0);
      String text = YamlWriter.write(node);
      YamlFile file = YamlReader.read("w.yaml", text.getBytes(StandardCharsets.UTF_8));
      assertThat(file.problems()).as(text).isEmpty();
      assertThat(file.documents()).as(text).singleElement().satisfies(read -> assertThat(plain(read)).isEqualTo(plain(node)));
      assertThat(YamlWriter.write(file.documents().getFirst())).isEqualTo(text);
    }
  }

  @Test
  void textIsPlainWhereThatIsSafe() {
    assertThat(YamlWriter.scalar("local-lvm")).isEqualTo("local-lvm");
    assertThat(YamlWriter.scalar("서울 1호점")).isEqualTo("서울 1호점");
    assertThat(YamlWriter.scalar("https://100.64.0.10:8006")).isEqualTo("https://100.64.0.10:8006");
    assertThat(YamlWriter.scalar("yes: no")).isEqualTo("\"yes: no\"");
    assertThat(YamlWriter.scalar("12")).isEqualTo("\"12\"");
  }

  private static Node node(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 4 : 7)) {
      case 0 -> new Node.Scalar(HERE, Node.ScalarType.INTEGER, Integer.toString(random.nextInt(100)));
      case 1 -> new Node.Scalar(HERE, Node.ScalarType.BOOLEAN, "true");
      case 2 -> new Node.Scalar(HERE, Node.ScalarType.NULL, "");
      case 3 -> new Node.Scalar(HERE, Node.ScalarType.STRING, TEXTS.get(random.nextInt(TEXTS.size())));
      case 4 -> {
        List<Node> items = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
          items.add(node(random, depth + 1));
        }
        yield new Node.Sequence(HERE, items);
      }
      default -> mapping(random, depth + 1);
    };
  }

  private static Node.Mapping mapping(Random random, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    for (int n = random.nextInt(4) + (depth == 0 ? 1 : 0); n > 0; n--) {
      String key = TEXTS.get(random.nextInt(TEXTS.size()));
      if (entries.stream().noneMatch(entry -> entry.key().equals(key))) {
        entries.add(new Node.Entry(key, HERE, node(random, depth + 1)));
      }
    }
    return new Node.Mapping(HERE, entries);
  }

  private static String plain(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.type() + ":" + scalar.text();
      case Node.Sequence sequence -> sequence.items().stream().map(YamlWriterTest::plain).toList().toString();
      case Node.Mapping mapping -> mapping.entries().stream().map(e -> e.key() + "=" + plain(e.value())).toList() + "m";
    };
  }
}
