package io.pvefleet.vnc.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which commit was in force, in a file of the state folder: after a restart with a broken commit at the head it is still known. A
 * file that is lost or damaged loses that, and nothing else. One thread uses it at a time.
 */
final class LastGood {
  private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

  /** The commit and when it came into force. */
  record Entry(String revision, Instant since) {}

  private final Path file;

  LastGood(Path file) {
    this.file = file;
  }

  Optional<Entry> read() {
    try {
      String[] words = Files.readString(file).strip().split(" ", -1);
      if (words.length == 2 && words[0].matches("[0-9a-f]{40}")) {
        return Optional.of(new Entry(words[0], Instant.parse(words[1])));
      }
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | DateTimeParseException _) {
      // Told below, as for any other content that is not ours.
    }
    LOG.atWarn().addKeyValue("file", file).log("The commit in force before is not known: the file that names it cannot be read");
    return Optional.empty();
  }

  /** Replaces the file in one move, so that a crash leaves the old or the new one. */
  void write(Entry entry) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path next = Files.createTempFile(folder, "commit", ".new");
      Files.writeString(next, entry.revision() + " " + entry.since() + "\n");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("The commit in force cannot be remembered over a restart");
    }
  }
}
