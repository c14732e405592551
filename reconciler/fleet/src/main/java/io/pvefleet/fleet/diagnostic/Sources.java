package io.pvefleet.fleet.diagnostic;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where renderers find the source line that a diagnostic points at. */
@FunctionalInterface
public interface Sources {

  /** The text of a line without its end, or empty where file or line are unknown. The first line is 1. */
  Optional<String> line(String file, int line);

  /** No source at hand: renderers leave the excerpt out. */
  static Sources none() {
    return (_, _) -> Optional.empty();
  }

  /** Lines of these files, split on first use. Not safe for threads. */
  static Sources of(Map<String, byte[]> files) {
    Map<String, List<String>> lines = new HashMap<>();
    return (file, line) -> {
      byte[] content = files.get(file);
      if (content == null) {
        return Optional.empty();
      }
      List<String> all = lines.computeIfAbsent(file,
          _ -> new String(content, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "").lines().toList());
      return line >= 1 && line <= all.size() ? Optional.of(all.get(line - 1)) : Optional.empty();
    };
  }
}
