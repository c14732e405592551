package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import java.util.List;

/**
 * One value of a spec, as small as merging replaces it: a scalar or a list.
 *
 * @param path keys below {@code spec}, outermost first
 */
public record SpecLeaf(List<String> path, Node value) {
  public SpecLeaf {
    path = List.copyOf(path);
  }

  /** The path as diagnostics and plans write it. */
  public String yamlPath() {
    String yaml = "spec";
    for (String key : path) {
      yaml = YamlPath.key(yaml, key);
    }
    return yaml;
  }

  /** Whether something said of that path is about this leaf: itself, a part of it, or what it is a part of. */
  boolean isAt(String yaml) {
    String own = yamlPath();
    return own.equals(yaml) || own.startsWith(yaml + ".") || yaml.startsWith(own + ".") || yaml.startsWith(own + "[");
  }

  boolean says(String text) {
    return value instanceof Node.Scalar scalar && scalar.text().startsWith(text);
  }
}
