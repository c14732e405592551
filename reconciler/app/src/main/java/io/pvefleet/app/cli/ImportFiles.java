package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New files in a folder: all of them or none, and never over one that is there. */
record ImportFiles(Path folder) {

  /** Writes them; where one cannot be written those that were are removed again. */
  void write(Map<String, String> files) {
    List<Path> made = new ArrayList<>();
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        makeFolders(path.getParent(), made);
        Files.writeString(path, "", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        made.add(path);
        Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      made.reversed().forEach(ImportFiles::remove);
      throw new Failure(CliCodes.IMPORT_NOT_WRITTEN,
          "Cannot write " + folder + ": " + e + ". Nothing was left behind.",
          "Look at the folder's owner and at free space, and import again.");
    }
  }

  private static void makeFolders(@Nullable Path path, List<Path> made) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path at = path; at != null && !Files.exists(at); at = at.getParent()) {
      missing.add(at);
    }
    for (Path at : missing.reversed()) {
      Files.createDirectory(at);
      made.add(at);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What stopped the writing stops this too, and is told.
    }
  }
}
