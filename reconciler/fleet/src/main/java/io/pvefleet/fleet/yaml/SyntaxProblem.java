package io.pvefleet.fleet.yaml;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The parser's words for a person: its message, and for the mistakes that people make most, what to do. */
final class SyntaxProblem {

  private SyntaxProblem() {}

  static YamlProblem of(YamlEngineException e, Place place) {
    String problem = e instanceof MarkedYamlEngineException marked && marked.getProblem() != null
        ? marked.getProblem()
        : firstLine(e);
    String context = e instanceof MarkedYamlEngineException marked && marked.getContext() != null
        ? " " + marked.getContext()
        : "";
    return new YamlProblem(YamlProblem.Kind.SYNTAX, place, "", capital(problem) + context + ".", remedy(problem));
  }

  private static String remedy(String problem) {
    if (problem.contains("TAB") || problem.contains("\\t")) {
      return "Indent with spaces; YAML allows no tabs there.";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "Quote a value that holds \": \", or align the key with its neighbours.";
    }
    if (problem.contains("could not find expected ':'")) {
      return "Write \"key: value\" with a colon and a space, or indent the line as part of the value above.";
    }
    if (problem.contains("expected <block end>")) {
      return "Align this line with its neighbours: keys of one mapping start in the same column.";
    }
    if (problem.contains("',' or")) {
      return "Close the bracket, or put a comma between the items.";
    }
    if (problem.contains("cannot start any token")) {
      return "Quote the value; it begins with a character that means something else in YAML.";
    }
    if (problem.contains("unexpected end of stream")) {
      return "Close the quote.";
    }
    return "Correct the text at this place.";
  }

  private static String firstLine(YamlEngineException e) {
    String message = e.getMessage() == null ? "The text is not YAML" : e.getMessage();
    return message.lines().findFirst().orElse("The text is not YAML");
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
