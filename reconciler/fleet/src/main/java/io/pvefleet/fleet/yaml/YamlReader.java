package io.pvefleet.fleet.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 (core schema: {@code no} is text) into located trees. Pure, safe for many threads, throws nothing for any
 * input: what cannot be read becomes a {@link YamlProblem}, and reading goes on with the next document of the file.
 */
public final class YamlReader {

  private YamlReader() {}

  /**
   * Reads all documents of a file.
   *
   * @param file path relative to the root of the repository, for the places
   */
  public static YamlFile read(String file, byte[] content) {
    return switch (TextDecoder.decode(file, content)) {
      case TextDecoder.Decoded.Bad bad -> new YamlFile(file, List.of(), List.of(bad.problem()));
      case TextDecoder.Decoded.Text text -> read(file, text.text());
    };
  }

  private static YamlFile read(String file, String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true)
        .setCodePointLimit(YamlLimits.MAX_FILE_BYTES).build();
    List<Node> documents = new ArrayList<>();
    List<YamlProblem> problems = new ArrayList<>();
    int offset = 0;
    int linesBefore = 0;
    while (offset >= 0 && offset < text.length()) {
      String rest = text.substring(offset);
      TreeBuilder builder = new TreeBuilder(file, linesBefore, settings, rest, problems);
      try {
        builder.readAll(documents);
        break;
      } catch (TreeBuilder.Refused refused) {
        problems.add(refused.problem());
        break;
      } catch (YamlEngineException e) {
        Place place = place(file, linesBefore, rest, e).orElse(builder.lastPlace());
        problems.add(SyntaxProblem.of(e, place));
        int next = nextDocument(rest, Math.max(place.line() - linesBefore, builder.documentLine() - linesBefore + 1));
        if (next < 0 || problems.size() >= YamlLimits.MAX_PROBLEMS) {
          break;
        }
        linesBefore += lineFeeds(rest, next);
        offset += next;
      }
    }
    return new YamlFile(file, documents, problems.subList(0, Math.min(problems.size(), YamlLimits.MAX_PROBLEMS)));
  }

  private static Optional<Place> place(String file, int linesBefore, String text, YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked) {
      Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
      return mark.map(m -> new Place(file, linesBefore + m.getLine() + 1, m.getColumn() + 1));
    }
    if (e instanceof ReaderException reader) {
      int index = text.offsetByCodePoints(0, Math.min(reader.getPosition(), text.codePointCount(0, text.length())));
      Place place = TextDecoder.placeAt(file, text, index);
      return Optional.of(new Place(file, linesBefore + place.line(), place.column()));
    }
    return Optional.empty();
  }

  /**
   * Index of the first line from {@code line} on (first is 1) that begins a document, or -1. YAML lets no content stand at
   * the start of a line as {@code ---}, not even in a block scalar, so this cannot cut one in two.
   */
  private static int nextDocument(String text, int line) {
    int at = 0;
    for (int n = 1; at >= 0 && at < text.length(); n++) {
      if (n >= line && n > 1 && text.startsWith("---", at)
          && (at + 3 == text.length() || Character.isWhitespace(text.charAt(at + 3)))) {
        return at;
      }
      int feed = text.indexOf('\n', at);
      at = feed < 0 ? -1 : feed + 1;
    }
    return -1;
  }

  private static int lineFeeds(String text, int end) {
    int count = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        count++;
      }
    }
    return count;
  }
}
