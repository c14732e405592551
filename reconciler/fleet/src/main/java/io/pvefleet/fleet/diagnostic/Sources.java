package io.pvefleet.fleet.diagnostic;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where renderers find the source line that a diagnostic points at, and what they call its file. */
public interface Sources {

  /** The text of a line without its end, or empty where file or line are unknown. The first line is 1. */
  Optional<String> line(String file, int line);

  /** The file as the reader can open it, given its path relative to the root of the fleet. */
  default String shown(String file) {
    return file;
  }

  /** No source at hand: renderers leave the excerpt out. */
  static Sources none() {
    return (_, _) -> Optional.empty();
  }

  /** Lines of these files. Not safe for threads. */
  static Sources of(Map<String, byte[]> files) {
    return under("", files);
  }

  /**
   * Lines of these files, which lie in a folder. Not safe for threads.
   *
   * @param folder from where the reader stands to the root of the fleet; empty where that is the same
   */
  static Sources under(String folder, Map<String, byte[]> files) {
    String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    Map<String, List<String>> lines = new HashMap<>();
    return new Sources() {
      @Override
      public Optional<String> line(String file, int line) {
        byte[] content = files.get(file);
        if (content == null) {
          return Optional.empty();
        }
        List<String> all = lines.computeIfAbsent(file, _ -> split(content));
        return line >= 1 && line <= all.size() ? Optional.of(all.get(line - 1)) : Optional.empty();
      }

      @Override
      public String shown(String file) {
        return prefix + file;
      }
    };
  }

  private static List<String> split(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
  }
}
