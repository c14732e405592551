package io.pvefleet.pve.http;

import java.util.Map;

/** Names the variable segments of an API path, so that a metric has few label values. */
final class PathTemplate {

  /** What the segment after this one names, wherever it stands. */
  private static final Map<String, String> VARIABLE_AFTER =
      Map.of(
          "nodes", "{node}",
          "qemu", "{vmid}",
          "lxc", "{vmid}",
          "tasks", "{upid}",
          "storage", "{storage}",
          "content", "{volume}",
          "snapshot", "{snapshot}",
          "pools", "{pool}",
          "users", "{userid}",
          "token", "{tokenid}");

  private PathTemplate() {}

  static String of(String path) {
    StringBuilder template = new StringBuilder();
    String previous = "";
    for (String segment : path.substring(1).split("/")) {
      String shown = VARIABLE_AFTER.getOrDefault(previous, segment);
      template.append('/').append(shown);
      // A variable's own text is no key: a node may be called "qemu".
      previous = shown.equals(segment) ? segment : "";
    }
    return template.toString();
  }
}
