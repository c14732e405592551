package io.pvefleet.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The file behind a database, and whether it is still the one that was opened: a process that goes on writing to a file that was
 * removed writes to nowhere, and SQLite does not tell. Confined to the thread that writes.
 */
final class DatabaseFile {
  private final Path path;
  private final Opening opening;
  private Optional<Object> identity = Optional.empty();

  /** Makes a connection to the file, which is made and migrated where that is needed. */
  interface Opening {
    Connection open(Path file) throws SQLException;
  }

  DatabaseFile(Path path, Opening opening) {
    this.path = path;
    this.opening = opening;
  }

  Connection connect() throws SQLException {
    Connection connection = opening.open(path);
    identity = seen();
    return connection;
  }

  /** Whether the file at the path is the one that was connected to last. */
  boolean isSame() {
    return identity.isEmpty() || identity.equals(seen());
  }

  /** What to tell whoever wrote in that moment. */
  StoreException replaced() {
    return new StoreException(StoreCodes.REPLACED, path + " was removed or replaced while pvefleet ran.",
        "It goes on with the file that is there now, or a new one: history is lost, nothing else.");
  }

  /** Device and number of the file where the system tells them, which it does not everywhere. */
  private Optional<Object> seen() {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.of(e.getClass()); // gone: no key equals this
    }
  }
}
