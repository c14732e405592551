package io.pvefleet.app.report;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.process.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a report goes: made beside the folder and put into its place when it is whole, so that a reader finds the old report or the
 * new one and never a part. Only an empty folder or an earlier report is ever replaced.
 */
final class ReportFolder implements AutoCloseable {
  static final Code NOT_OURS = Code.user("PVF-0518", "Folder holds something else");
  static final Code NOT_WRITTEN = Code.world("PVF-0519", "Report could not be written");
  private static final String MARK = ".pvefleet-report";

  private final Path folder;
  private final Path making;

  /** A process that is told to end ends without closing anything. */
  private final Thread broom;

  // Guarded by this.
  private boolean isSwept;

  private ReportFolder(Path folder, Path making) {
    this.folder = folder;
    this.making = making;
    this.broom = new Thread(this::sweep, "report-ends");
    Runtime.getRuntime().addShutdownHook(broom);
  }

  /** @throws Failure where the folder holds anything but an earlier report, or nothing can be written beside it */
  static ReportFolder at(Path folder) {
    try {
      // Where it is a link, what it leads to: the link is somebody's.
      Path whole = Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
      if (!isFree(whole)) {
        throw new Failure(NOT_OURS, folder + " holds files that are no report of pvefleet.",
            "Name an empty or a new folder with --out; what is there stays untouched.");
      }
      Path parent = whole.getParent() == null ? whole : whole.getParent();
      Files.createDirectories(parent);
      ReportFolder made = new ReportFolder(whole, Files.createTempDirectory(parent, "." + whole.getFileName() + "-", ordinary(parent)));
      Files.writeString(made.making.resolve(MARK), "Made by pvefleet report; the next one replaces this folder.\n");
      return made;
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** As any folder that its owner makes: a temporary one is for its owner alone, and a web server could not read the report. */
  private static FileAttribute<?>[] ordinary(Path parent) throws IOException {
    return Files.getFileStore(parent).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"))}
        : new FileAttribute<?>[0];
  }

  private static boolean isFree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return Files.exists(folder.resolve(MARK)) || files.findAny().isEmpty();
    }
  }

  synchronized void write(String file, byte[] content) {
    if (isSwept) {
      throw new IllegalStateException("the process ends");
    }
    Path path = making.resolve(file).normalize();
    if (!path.startsWith(making)) {
      throw new IllegalArgumentException("outside of the report: " + file);
    }
    try {
      Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
      Files.write(path, content);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(making.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Puts the report into its place. */
  synchronized void finish() {
    try {
      if (Files.exists(folder)) {
        replace(making.resolveSibling(making.getFileName() + "-old"));
      } else {
        Files.move(making, folder);
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private void replace(Path old) throws IOException {
    Files.move(folder, old);
    try {
      Files.move(making, folder);
    } catch (IOException e) {
      Files.move(old, folder);
      throw e;
    }
    remove(old);
  }

  /** Removes what was begun and not finished. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(broom);
    } catch (IllegalStateException e) {
      return; // the process ends, and the broom is at work
    }
    try {
      remove(making);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private synchronized void sweep() {
    isSwept = true;
    try {
      remove(making);
    } catch (IOException e) {
      // Nobody is there any more to be told; what is left beside the report has its name with a dot before it.
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException fault) throws IOException {
        Files.delete(emptied);
        return FileVisitResult.CONTINUE;
      }
    });
  }

  private static Failure failed(Path folder, IOException e) {
    return new Failure(NOT_WRITTEN, "Cannot write " + folder + ": " + e + ". What was there is unchanged.",
        "Look at the folder's owner and at free space, and make the report again.");
  }
}
