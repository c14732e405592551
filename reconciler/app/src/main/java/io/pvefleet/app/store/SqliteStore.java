package io.pvefleet.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The store as one SQLite file, {@code pvefleet.db}, in the state folder. */
public final class SqliteStore implements Store {

  /** Name of the file within the state folder. */
  public static final String FILE = "pvefleet.db";

  /** Long enough for the other process's commit and checkpoint, short enough to be reported as a fault. */
  private static final int BUSY_MILLIS = 10_000;

  /** Number of the newest migration. */
  private static final int SCHEMA = 9;

  private final Database database;
  private final SqliteRevisions revisions;

  private SqliteStore(Database database) {
    this.database = database;
    this.revisions = new SqliteRevisions(database);
  }

  /**
   * Opens the store in that folder and makes both where they are not there.
   *
   * @throws StoreException where the folder cannot be written, the file is damaged or a newer pvefleet wrote it
   */
  public static SqliteStore open(Path folder) {
    return open(folder, BUSY_MILLIS);
  }

  /**
   * As {@link #open(Path)}, with another patience for other processes.
   *
   * @param busyMillis how long a write waits for another process's
   */
  static SqliteStore open(Path folder, int busyMillis) {
    try {
      Files.createDirectories(folder);
      return new SqliteStore(new Database(new DatabaseFile(folder.resolve(FILE), file -> connection(folder, file, busyMillis))));
    } catch (IOException e) {
      throw notWritable(folder, e);
    } catch (SQLException e) {
      throw Files.isWritable(folder) ? failure(e) : notWritable(folder, e);
    }
  }

  private static Connection connection(Path folder, Path file, int busyMillis) throws SQLException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
    Connection connection = source(file, busyMillis).getConnection();
    try {
      migrate(connection, file);
      return connection;
    } catch (SQLException | StoreException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether there is a store in that folder. */
  public static boolean existsIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  private static SQLiteDataSource source(Path file, int busyMillis) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // An intent must outlive a power cut, since the host may have begun to act on it.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(busyMillis);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static void migrate(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (version(statement) > SCHEMA) {
        throw new StoreException(StoreCodes.TOO_NEW,
            file + " has schema " + version(statement) + "; this pvefleet knows up to " + SCHEMA + ".",
            "Use the newer pvefleet, or set PVEFLEET_STATE to another folder.");
      }
      while (version(statement) < SCHEMA) {
        statement.executeUpdate("BEGIN IMMEDIATE");
        // Another process may have done it while this one waited for its turn.
        int next = version(statement) + 1;
        if (next <= SCHEMA) {
          statement.executeUpdate(script(next));
          statement.executeUpdate("PRAGMA user_version = " + next);
        }
        statement.executeUpdate("COMMIT");
      }
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (var row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  private static String script(int number) {
    String name = String.format(Locale.ROOT, "%03d.sql", number);
    try (InputStream in = SqliteStore.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("migration " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("migration " + name + " cannot be read", e);
    }
  }

  private static StoreException notWritable(Path folder, Exception cause) {
    return new StoreException(StoreCodes.NOT_WRITABLE, "Cannot keep state in " + folder + ": " + cause.getMessage() + ".",
        "Give this user the right to write there, or set PVEFLEET_STATE to another folder.", cause);
  }

  static StoreException failure(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("SQLITE_CORRUPT") || message.contains("SQLITE_NOTADB")) {
      return new StoreException(StoreCodes.DAMAGED, "The store cannot be read: " + message,
          "Move pvefleet.db and its -wal and -shm files away and start again: history is lost, nothing else.", cause);
    }
    if (message.contains("SQLITE_READONLY") || message.contains("SQLITE_CANTOPEN") || message.contains("SQLITE_PERM")) {
      return new StoreException(StoreCodes.NOT_WRITABLE, "The store cannot be written: " + message,
          "Give this user the right to write the state folder and the files in it.", cause);
    }
    return new StoreException(StoreCodes.FAILED, "The store does not answer: " + message, remedy(message), cause);
  }

  private static String remedy(String message) {
    if (message.contains("SQLITE_FULL") || message.contains("SQLITE_IOERR")) {
      return "Look for a full or failing disk under the state folder, and free some space.";
    }
    return message.contains("SQLITE_BUSY") || message.contains("SQLITE_LOCKED")
        ? "Look for another process that keeps pvefleet.db locked, such as a backup or an open SQLite shell."
        : "Look for a full disk, or for another pvefleet that uses the same state folder.";
  }

  Database database() {
    return database;
  }

  @Override
  public Runs runs() {
    return new SqliteRuns(database);
  }

  @Override
  public Journal journal() {
    return new SqliteJournal(database);
  }

  @Override
  public EventLog events() {
    return new SqliteEvents(database);
  }

  @Override
  public AppliedVms applied() {
    return new SqliteApplied(database);
  }

  @Override
  public Approvals approvals() {
    return new SqliteApprovals(database);
  }

  @Override
  public Spent spent() {
    return new SqliteSpent(database);
  }

  @Override
  public LastPlans plans() {
    return new SqlitePlans(database);
  }

  @Override
  public Revisions revisions() {
    return revisions;
  }

  @Override
  public Leases leases() {
    return new SqliteLeases(database);
  }

  @Override
  public Waiting waiting() {
    return new SqliteWaiting(database);
  }

  @Override
  public OwedStarts owedStarts() {
    return new SqliteOwedStarts(database);
  }

  @Override
  public StoreFacts facts() {
    return database
        .first(
            row -> new StoreFacts(row.getLong("bytes"), row.getInt("schema"), oldest(row.getLong("oldest"))),
            "SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS bytes,"
                + " (SELECT user_version FROM pragma_user_version) AS schema,"
                + " coalesce((SELECT at FROM event ORDER BY id LIMIT 1), 0) AS oldest")
        .orElse(StoreFacts.NONE);
  }

  private static Optional<Instant> oldest(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public Notices notices() {
    return new SqliteNotices(database);
  }

  @Override
  public Alerts alerts() {
    return new SqliteAlerts(database);
  }

  @Override
  public Usages usages() {
    return new SqliteUsages(database);
  }

  @Override
  public Cares cares() {
    return new SqliteCares(database);
  }

  @Override
  public void tidy(Instant now, Retention retention) {
    database.update("DELETE FROM message WHERE ended < ?", now.minus(retention.runs()).toEpochMilli());
    database.update("DELETE FROM event WHERE at < ?", now.minus(retention.events()).toEpochMilli());
    database.update("DELETE FROM run WHERE ended IS NOT NULL AND ended < ?", now.minus(retention.runs()).toEpochMilli());
    database.update("DELETE FROM approval WHERE until < ?", now.minus(retention.events()).toEpochMilli());
    database.update("DELETE FROM spent WHERE at < ?", now.minus(retention.runs()).toEpochMilli());
    database.update("DELETE FROM alert WHERE ended < ?", now.minus(retention.events()).toEpochMilli());
    database.update("DELETE FROM commit_note WHERE at < ? AND revision NOT IN (SELECT revision FROM run)",
        now.minus(retention.runs()).toEpochMilli());
    database.update("DELETE FROM in_force WHERE id <= (SELECT max(id) FROM in_force) - " + SqliteRevisions.KEPT);
    SqliteUsages.tidy(database, now);
  }

  @Override
  public void close() {
    database.close();
  }
}
