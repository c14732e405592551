package io.pvefleet.fleet.diagnostic;

import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Diagnostics for programs: JSON of our own. Pure. */
public final class DiagnosticJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DiagnosticJson() {}

  /** One object with counts and the list of diagnostics; ends with a line feed. */
  public static String render(List<Diagnostic> diagnostics, Sources sources) {
    return MAPPER.writeValueAsString(tree(diagnostics, sources)) + "\n";
  }

  /** Like {@link #render}, as a tree to be put into a larger answer. */
  public static ObjectNode tree(List<Diagnostic> diagnostics, Sources sources) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    long errors = diagnostics.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).count();
    root.put("errors", errors).put("warnings", diagnostics.size() - errors);
    var list = root.putArray("diagnostics");
    for (Diagnostic d : diagnostics) {
      ObjectNode one = list.addObject();
      one.put("code", d.code().id()).put("severity", severity(d)).put("summary", d.code().summary());
      d.place().ifPresent(p -> one.put("file", sources.shown(p.file())).put("line", p.line()).put("column", p.column()));
      one.put("path", d.yamlPath()).put("value", d.value()).put("detail", d.detail()).put("remedy", d.remedy());
      one.put("docs", "docs/errors/" + d.code() + ".md");
    }
    return root;
  }

  static String severity(Diagnostic diagnostic) {
    return switch (diagnostic.severity()) {
      case ERROR -> "error";
      case WARNING -> "warning";
    };
  }
}
