package io.pvefleet.fleet.diagnostic;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Diagnostics as SARIF 2.1.0 (OASIS), which code scanning of Git servers and editors reads. Pure. */
public final class DiagnosticSarif {

  private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DiagnosticSarif() {}

  /** One log with one run; ends with a line feed. */
  public static String render(List<Diagnostic> diagnostics, Sources sources) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "pvefleet");
    List<Code> codes = new ArrayList<>(diagnostics.stream().map(Diagnostic::code).distinct()
        .sorted((a, b) -> a.id().compareTo(b.id())).toList());
    var rules = driver.putArray("rules");
    for (Code code : codes) {
      ObjectNode rule = rules.addObject().put("id", code.id());
      rule.putObject("shortDescription").put("text", code.summary());
      rule.putObject("help").put("text", "See docs/errors/" + code + ".md.");
    }
    run.put("columnKind", "unicodeCodePoints");
    var results = run.putArray("results");
    for (Diagnostic d : diagnostics) {
      ObjectNode result = results.addObject();
      result.put("ruleId", d.code().id()).put("ruleIndex", codes.indexOf(d.code())).put("level", DiagnosticJson.severity(d));
      result.putObject("message").put("text", (d.detail() + " " + d.remedy()).strip());
      d.place().ifPresent(place -> {
        ObjectNode location = result.putArray("locations").addObject();
        ObjectNode physical = location.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(sources.shown(place.file())));
        physical.putObject("region").put("startLine", place.line()).put("startColumn", place.column());
        if (!d.yamlPath().isEmpty()) {
          location.putArray("logicalLocations").addObject().put("fullyQualifiedName", d.yamlPath());
        }
      });
    }
    return MAPPER.writeValueAsString(root) + "\n";
  }

  private static String uri(String path) {
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      // A path alone is always quoted into a valid URI; only a colon in its first segment is refused.
      return new StringBuilder("./").append(path).toString();
    }
  }
}
