package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** Reads a folder as it is, committed or not. Blocks on the file system. */
public final class WorktreeSource {

  private WorktreeSource() {}

  /**
   * The fleet's files below a folder: YAML files, less what {@code .fleetignore} names. Links are not followed.
   *
   * @throws GitFault if the folder cannot be read or passes a limit
   */
  public static FileTree read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new GitFault(Diagnostic.errorOfAll(GitCodes.NO_FOLDER, folder.toString(),
          "\"" + folder + "\" is no folder.", "Name the folder that holds fleet.yaml."));
    }
    TreeMap<String, byte[]> files = new TreeMap<>();
    TreeNames names = new TreeNames();
    try {
      Files.walkFileTree(folder, new Collector(folder, files, names));
    } catch (IOException e) {
      throw new GitFault(Diagnostic.errorOfAll(GitCodes.NO_FOLDER, folder.toString(),
          "\"" + folder + "\" cannot be read: " + e.getMessage() + ".", "Check its permissions."), e);
    }
    return new FileTree("worktree", files, names.warnings());
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<String, byte[]> files;
    private final TreeNames names;
    private final Ignore ignore;
    private final TreeBudget budget = new TreeBudget();

    Collector(Path root, Map<String, byte[]> files, TreeNames names) throws IOException {
      this.root = root;
      this.names = names;
      this.files = files;
      Path ignoreFile = root.resolve(Ignore.FILE);
      this.ignore = Files.isRegularFile(ignoreFile) ? Ignore.parse(Files.readAllBytes(ignoreFile)) : Ignore.nothing();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      String path = relative(folder);
      budget.entry(path);
      if (ignore.ignoresFolder(path)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      names.used(path);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = relative(file);
      budget.entry(path);
      if (FileTree.isRead(path) && !ignore.ignoresFile(path)) {
        if (attributes.isRegularFile()) {
          names.used(path);
          budget.content(path, attributes.size());
          files.put(path, Files.readAllBytes(file));
        } else {
          names.leftOut(path, "a symbolic link");
        }
      }
      return FileVisitResult.CONTINUE;
    }

    private String relative(Path path) {
      return root.relativize(path).toString().replace('\\', '/');
    }
  }
}
