package io.pvefleet.fleet.yaml;

import java.util.List;

/**
 * The documents of one file and what was wrong with it. Immutable.
 *
 * @param documents root nodes of the documents that could be read, in the order of the text; empty documents are left out
 * @param problems in the order of the text
 */
public record YamlFile(String file, List<Node> documents, List<YamlProblem> problems) {
  public YamlFile {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }
}
