package io.pvefleet.fleet.yaml;

import java.math.BigInteger;
import java.util.List;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What the core schema of YAML 1.2 makes of a scalar. */
final class Scalars {

  private static final String CORE = "tag:yaml.org,2002:";

  /** Longer than any number of use; converting a megabyte of digits would take minutes. */
  private static final int MAX_DIGITS = 64;

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private Scalars() {}

  static Node.Scalar read(ScalarEvent event, Place place, List<YamlProblem> problems) {
    String text = event.getValue();
    if (event.getTag().isPresent()) {
      return tagged(event.getTag().get(), text, place, problems);
    }
    if (!event.isPlain()) {
      return new Node.Scalar(place, Node.ScalarType.STRING, text);
    }
    return plain(text, place);
  }

  /** A tag on a collection says nothing but what it is; any other has no meaning here. */
  static void checkTag(String tag, String expected, Place place, List<YamlProblem> problems) {
    if (!tag.equals(CORE + expected) && !tag.equals("!")) {
      unknownTag(tag, place, problems);
    }
  }

  private static Node.Scalar tagged(String tag, String text, Place place, List<YamlProblem> problems) {
    if (tag.equals("!") || tag.equals(CORE + "str")) {
      return new Node.Scalar(place, Node.ScalarType.STRING, text);
    }
    Node.Scalar plain = plain(text, place);
    boolean agrees = switch (plain.type()) {
      case STRING -> false;
      case INTEGER -> tag.equals(CORE + "int") || tag.equals(CORE + "float");
      case NUMBER -> tag.equals(CORE + "float");
      case BOOLEAN -> tag.equals(CORE + "bool");
      case NULL -> tag.equals(CORE + "null");
    };
    if (!agrees) {
      unknownTag(tag, place, problems);
    }
    return plain;
  }

  private static void unknownTag(String tag, Place place, List<YamlProblem> problems) {
    problems.add(new YamlProblem(YamlProblem.Kind.SYNTAX, place, tag,
        "The tag \"" + tag + "\" means nothing here, or does not fit its value.",
        "Remove the tag; quote the value if it is text."));
  }

  private static Node.Scalar plain(String text, Place place) {
    Tag tag = RESOLVER.resolve(text, true);
    if (tag.equals(Tag.STR)) {
      return new Node.Scalar(place, Node.ScalarType.STRING, text);
    }
    if (tag.equals(Tag.INT)) {
      return new Node.Scalar(place, Node.ScalarType.INTEGER, decimal(text));
    }
    if (tag.equals(Tag.BOOL)) {
      return new Node.Scalar(place, Node.ScalarType.BOOLEAN, text.toLowerCase(java.util.Locale.ROOT));
    }
    if (tag.equals(Tag.NULL)) {
      return new Node.Scalar(place, Node.ScalarType.NULL, "");
    }
    return new Node.Scalar(place, Node.ScalarType.NUMBER, text);
  }

  /** Whole numbers in the form that {@link Long#parseLong} and the API read: no {@code 0x}, {@code 0o}, plus or leading zero. */
  private static String decimal(String text) {
    if (text.length() > MAX_DIGITS) {
      return text;
    }
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16).toString();
    }
    if (text.startsWith("0o")) {
      return new BigInteger(text.substring(2), 8).toString();
    }
    return new BigInteger(text).toString();
  }
}
