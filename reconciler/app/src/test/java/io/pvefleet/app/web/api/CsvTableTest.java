package io.pvefleet.app.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What reaches a spreadsheet. */
class CsvTableTest {
  record Inner(int failed, String word) {}

  record Row(
      String text, long number, Optional<Instant> at, List<String> tags, Map<String, Integer> counts, Inner inner,
      Optional<Inner> maybe, List<Inner> all) {}

  @Test
  void columnsAreTheFieldsAndThoseOfRecordsWithin() {
    assertThat(new CsvTable<>(Row.class).header())
        .containsExactly("text", "number", "at", "tags", "counts", "inner.failed", "inner.word", "maybe.failed", "maybe.word", "all");
  }

  @Test
  void everyTextComesBackAsItWas() throws IOException {
    List<String> texts =
        List.of("", "서울 1호점", "a,b", "said \"no\"", "two\nlines", "two\r\nlines", " blank around ", "\"", ",", "😀", "x=1");
    List<List<String>> lines = parsed(written(texts.stream().map(CsvTableTest::row).toList()));
    assertThat(lines.stream().skip(1).map(List::getFirst)).isEqualTo(texts);
  }

  @Test
  void textThatWouldBeAFormulaBeginsWithAnApostropheAndANumberDoesNot() throws IOException {
    List<String> texts = List.of("=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\tx", "＝1+1");
    List<List<String>> lines = parsed(written(texts.stream().map(CsvTableTest::row).toList()));
    assertThat(lines.stream().skip(1).map(List::getFirst)).isEqualTo(texts.stream().map(text -> "'" + text).toList());
    assertThat(lines.get(1).get(1)).isEqualTo("-5");
  }

  @Test
  void listsMapsAndWhatIsNotThereAreOneCellEach() throws IOException {
    Row row =
        new Row("a", 1, Optional.of(Instant.EPOCH), List.of("pos", "till"), Map.of("InSync", 2), new Inner(3, "x"), Optional.empty(),
            List.of(new Inner(1, "y"), new Inner(2, "")));
    assertThat(parsed(written(List.of(row))).get(1))
        .containsExactly("a", "1", "1970-01-01T00:00:00Z", "pos; till", "InSync=2", "3", "x", "", "", "1 y; 2");
  }

  @Test
  void fileBeginsWithAMarkAndLinesEndAsTheStandardSays() throws IOException {
    assertThat(written(List.of())).startsWith("\uFEFFtext,number").endsWith(",all\r\n");
  }

  private static Row row(String text) {
    return new Row(text, -5, Optional.empty(), List.of(), Map.of(), new Inner(0, ""), Optional.empty(), List.of());
  }

  private static String written(List<Row> rows) throws IOException {
    StringWriter out = new StringWriter();
    new CsvTable<>(Row.class).write(out, rows.iterator());
    return out.toString();
  }

  /** RFC 4180, and nothing more. */
  static List<List<String>> parsed(String file) {
    assertThat(file).startsWith("\uFEFF");
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 1; i < file.length(); i++) {
      char c = file.charAt(i);
      if (quoted && c == '"' && i + 1 < file.length() && file.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        line.add(cell.toString());
        cell.setLength(0);
      } else if (!quoted && c == '\r' && file.charAt(i + 1) == '\n') {
        line.add(cell.toString());
        lines.add(line);
        line = new ArrayList<>();
        cell.setLength(0);
        i++;
      } else {
        cell.append(c);
      }
    }
    assertThat(quoted).isFalse();
    return lines;
  }
}
