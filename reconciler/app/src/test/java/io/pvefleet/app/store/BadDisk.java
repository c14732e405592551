package io.pvefleet.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/** What disks and other processes do to a store, in ways that need no rights: SQLite's own limits stand for those of the disk. */
public final class BadDisk {

  private BadDisk() {}

  /** From now on no write is possible, as where the file or its disk became read-only. */
  public static void becomeReadOnly(SqliteStore store) {
    pragma(store, "query_only = 1");
  }

  /** Fills the disk to its last page: what is in place can be written, nothing new. */
  public static void fill(SqliteStore store) {
    pragma(store, "max_page_count = 1"); // never below what is there
    String text = "x".repeat(3000);
    try {
      while (true) {
        store.events().append(
            new EventLog.NewEvent(Instant.EPOCH, EventLog.Severity.INFO, "filler", "", Optional.empty(), "", "", text));
      }
    } catch (StoreException full) {
      // as it was to become
    }
  }

  /** There is room again. */
  public static void recover(SqliteStore store) {
    pragma(store, "max_page_count = 1000000");
  }

  /** Somebody removes the store under its process, with all that SQLite has put beside it. */
  public static void remove(Path folder) throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(folder.resolve(SqliteStore.FILE + suffix));
    }
  }

  /** Another process takes the file for itself until this is closed: it can be read and not written. */
  public static Connection lock(Path folder) throws SQLException {
    Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(SqliteStore.FILE));
    try (Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return other;
  }

  /** A store that waits so long for other processes. */
  public static SqliteStore open(Path folder, int busyMillis) {
    return SqliteStore.open(folder, busyMillis);
  }

  private static void pragma(SqliteStore store, String pragma) {
    store.database().write(connection -> execute(connection, pragma));
  }

  private static boolean execute(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("PRAGMA " + pragma);
    }
  }
}
