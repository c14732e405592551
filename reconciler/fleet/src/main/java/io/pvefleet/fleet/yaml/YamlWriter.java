package io.pvefleet.fleet.yaml;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes a tree as YAML that reads back as the same values. Block style, lists of scalars in one line; compact also mappings that
 * hold scalars alone, as people write them. Pure.
 */
public final class YamlWriter {

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  /** A list of scalars longer than this is written one item a line. */
  private static final int MAX_FLOW_LENGTH = 100;

  private static final Pattern NOT_IN_COMMENT = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  /** The document and its two halves, metadata and spec, are always blocks. */
  private static final int BLOCKS = 2;

  private final StringBuilder out = new StringBuilder();
  private final Style style;
  private final Map<String, List<String>> comments;

  private enum Style {
    PLAIN,
    COMPACT
  }

  private YamlWriter(Style style, Map<String, List<String>> comments) {
    this.style = style;
    this.comments = comments;
  }

  /** The text of a node, ended by a line feed. */
  public static String write(Node node) {
    YamlWriter writer = new YamlWriter(Style.PLAIN, Map.of());
    switch (node) {
      case Node.Mapping mapping when !mapping.entries().isEmpty() -> writer.mapping(mapping, 0, "");
      case Node.Sequence sequence when !sequence.items().isEmpty() -> writer.sequence(sequence, 0);
      case Node _ -> {
        writer.value(node, 0, "");
        writer.out.deleteCharAt(0);
      }
    }
    return writer.out.toString();
  }

  /**
   * The text of a document as people write them.
   *
   * @param comments lines that stand above a key, by its path with dots; characters that could end a comment are blanked
   */
  public static String writeCompact(Node.Mapping document, Map<String, List<String>> comments) {
    YamlWriter writer = new YamlWriter(Style.COMPACT, comments);
    writer.mapping(document, 0, "");
    return writer.out.toString();
  }

  /** A text as a YAML scalar in one line: plain where that reads back as the same text, quoted otherwise. */
  public static String scalar(String text) {
    return isPlain(text) ? text : quoted(text);
  }

  private void mapping(Node.Mapping mapping, int indent, String path) {
    for (Node.Entry entry : mapping.entries()) {
      String own = path.isEmpty() ? entry.key() : path + "." + entry.key();
      for (String comment : comments.getOrDefault(own, List.of())) {
        out.append(" ".repeat(indent)).append("# ").append(NOT_IN_COMMENT.matcher(comment).replaceAll(" ")).append('\n');
      }
      out.append(" ".repeat(indent)).append(scalar(entry.key())).append(':');
      value(entry.value(), indent + 2, own);
    }
  }

  /** The value after a colon or a dash, with the space before it and the line feed after it. */
  private void value(Node node, int indent, String path) {
    switch (node) {
      case Node.Mapping mapping when mapping.entries().isEmpty() -> out.append(" {}\n");
      case Node.Mapping mapping -> {
        String flow = flow(mapping, indent);
        if (flow.isEmpty()) {
          out.append('\n');
          mapping(mapping, indent, path);
        } else {
          out.append(' ').append(flow).append('\n');
        }
      }
      case Node.Sequence sequence when sequence.items().isEmpty() -> out.append(" []\n");
      case Node.Sequence sequence -> {
        String flow = flow(sequence);
        if (flow.isEmpty()) {
          out.append('\n');
          sequence(sequence, indent);
        } else {
          out.append(' ').append(flow).append('\n');
        }
      }
      case Node.Scalar scalar when isBlock(scalar) -> block(scalar.text(), indent);
      case Node.Scalar scalar -> out.append(' ').append(text(scalar)).append('\n');
    }
  }

  private void sequence(Node.Sequence sequence, int indent) {
    for (Node item : sequence.items()) {
      out.append(" ".repeat(indent)).append('-');
      if (item instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
        int start = out.length();
        mapping(mapping, indent + 2, "");
        // The first key stands behind the dash.
        out.delete(start, start + indent + 1);
      } else {
        value(item, indent + 2, "");
      }
    }
  }

  /** One line, where only scalars and lists of them are in it and it is short. */
  private String flow(Node.Mapping mapping, int indent) {
    if (style == Style.PLAIN || indent / 2 < BLOCKS) {
      return "";
    }
    StringBuilder flow = new StringBuilder("{");
    for (Node.Entry entry : mapping.entries()) {
      String value = switch (entry.value()) {
        case Node.Scalar scalar when !isBlock(scalar) -> text(scalar);
        case Node.Scalar _ -> "";
        case Node.Sequence sequence -> sequence.items().isEmpty() ? "[]" : flow(sequence);
        case Node.Mapping _ -> "";
      };
      if (value.isEmpty() || indent + flow.length() > MAX_FLOW_LENGTH) {
        return "";
      }
      flow.append(flow.length() > 1 ? ", " : "").append(scalar(entry.key())).append(": ").append(value);
    }
    return indent + flow.length() > MAX_FLOW_LENGTH ? "" : flow.append('}').toString();
  }

  private static String flow(Node.Sequence sequence) {
    StringBuilder flow = new StringBuilder("[");
    for (Node item : sequence.items()) {
      if (!(item instanceof Node.Scalar scalar) || isBlock(scalar) || flow.length() > MAX_FLOW_LENGTH) {
        return "";
      }
      flow.append(flow.length() > 1 ? ", " : "").append(text(scalar));
    }
    return flow.length() > MAX_FLOW_LENGTH ? "" : flow.append(']').toString();
  }

  private static String text(Node.Scalar scalar) {
    return switch (scalar.type()) {
      case STRING -> scalar(scalar.text());
      case INTEGER, NUMBER, BOOLEAN -> scalar.text();
      case NULL -> "null";
    };
  }

  /** Several lines of ordinary text are written as they are; anything unusual in them is left to quotes. */
  private static boolean isBlock(Node.Scalar scalar) {
    String text = scalar.text();
    return scalar.type() == Node.ScalarType.STRING && text.contains("\n") && !text.startsWith("\n") && !text.startsWith(" ")
        && !text.endsWith("\n\n")
        && text.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7F) || (c >= 0xAC00 && c <= 0xD7A3));
  }

  private void block(String text, int indent) {
    out.append(text.endsWith("\n") ? " |\n" : " |-\n");
    text.lines().forEach(line -> out.append(line.isEmpty() ? "" : " ".repeat(indent)).append(line).append('\n'));
  }

  /** Characters that are harmless anywhere in a plain scalar, and a first character that is no indicator. */
  private static boolean isPlain(String text) {
    if (text.isEmpty() || text.equals("<<") || !RESOLVER.resolve(text, true).equals(Tag.STR)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
          || (c >= 0xAC00 && c <= 0xD7A3);
      boolean isLast = i == text.length() - 1;
      boolean inner = i > 0 && (c == '-' || c == '=' || c == '+' || c == '@'
          || (c == ' ' && !isLast && text.charAt(i + 1) != '#') || (c == ':' && !isLast && text.charAt(i + 1) != ' '));
      if (!letter && !inner && c != '.' && c != '_' && c != '/' && c != '(' && c != ')' && c != ';') {
        return false;
      }
    }
    return !text.startsWith("...");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          boolean hidden = c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c >= 0xFFFE;
          quoted.append(hidden ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
      }
    }
    return quoted.append('"').toString();
  }
}
