package io.pvefleet.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The checkout as a list of files. */
final class Tree {

  /** What a build makes, what tools leave, and files of others that are kept as they came. */
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea", ".vscode", "node_modules", ".pvefleet", "vendor");

  private Tree() {}

  static Path root() {
    String named = System.getProperty("pvefleet.root");
    Path path = Path.of(named == null ? "." : named).toAbsolutePath().normalize();
    while (path != null && !Files.isRegularFile(path.resolve("mvnw"))) {
      path = path.getParent();
    }
    if (path == null) {
      throw new IllegalStateException("no folder above holds mvnw");
    }
    return path;
  }

  /** Every file below the root whose name ends so, sorted, without what is skipped. */
  static List<Path> files(String... endings) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(root(), new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
          return SKIPPED.contains(dir.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          for (String ending : endings) {
            if (file.getFileName().toString().endsWith(ending)) {
              found.add(file);
            }
          }
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }
}
