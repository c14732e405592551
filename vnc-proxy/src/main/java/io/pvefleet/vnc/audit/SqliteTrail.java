package io.pvefleet.vnc.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The audit trail as one SQLite file. Rows are handed to one writing thread, the newest of each session alone, so that writing never
 * waits for a disk; while the disk refuses, consoles go on and rows wait in memory.
 */
public final class SqliteTrail implements AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteTrail.class);

  /** Name of the file within the state folder. */
  public static final String FILE = "console-audit.db";

  /** A row has about a kilobyte, and a disk that is full for long must not fill the memory too. */
  static final int MAX_WAITING = 10_000;

  /** How long {@link #latest} and {@link #close} wait for what was written before them. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Between tries while the disk refuses: soon enough after somebody made room. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final Duration TIDY_INTERVAL = Duration.ofHours(1);
  private static final int BUSY_MILLIS = 5_000;
  private static final int SCHEMA = 1;

  private final Path file;
  private final Connection writing;
  private final Connection reading;
  private final Duration retention;
  private final Clock clock;
  private final Thread writer;
  private final ReentrantLock readLock = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Map<String, ConsoleRecord> waiting = new LinkedHashMap<>();
  private boolean isWriting;
  private boolean isClosed;
  private volatile boolean isFailing;

  private SqliteTrail(Path file, Connection writing, Connection reading, Duration retention, Clock clock) {
    this.file = file;
    this.writing = writing;
    this.reading = reading;
    this.retention = retention;
    this.clock = clock;
    this.writer = Thread.ofPlatform().name("audit-writer").daemon().unstarted(this::writeUntilClosed);
  }

  /**
   * Opens the trail in that folder, makes both where they are not there, and closes the rows that a crash left open.
   *
   * @param leftOpenCode close code of those rows
   * @param leftOpenReason and their reason
   * @throws AuditException where the folder cannot be written or the file is damaged
   */
  public static SqliteTrail open(Path folder, Duration retention, Clock clock, int leftOpenCode, String leftOpenReason) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      SQLiteDataSource source = source(file);
      Connection writing = source.getConnection();
      migrate(writing);
      AuditTable.closeLeftOpen(writing, clock.instant(), leftOpenCode, leftOpenReason);
      SqliteTrail trail = new SqliteTrail(file, writing, source.getConnection(), retention, clock);
      trail.writer.start();
      return trail;
    } catch (IOException | SQLException e) {
      throw new AuditException("Cannot keep the audit trail in " + file + ": " + e.getMessage() + ".", e);
    }
  }

  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // A power cut may lose the last seconds, never the file; what they hold is in the hosts' task logs too.
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static void migrate(Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      int version;
      try (var row = statement.executeQuery("PRAGMA user_version")) {
        version = row.getInt(1);
      }
      if (version > SCHEMA) {
        throw new SQLException("a newer pvefleet wrote it");
      }
      if (version < SCHEMA) {
        statement.executeUpdate("BEGIN IMMEDIATE");
        statement.executeUpdate(script());
        statement.executeUpdate("PRAGMA user_version = " + SCHEMA);
        statement.executeUpdate("COMMIT");
      }
    }
  }

  private static String script() throws IOException {
    try (InputStream in = SqliteTrail.class.getResourceAsStream("001.sql")) {
      if (in == null) {
        throw new IOException("its schema is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void write(ConsoleRecord row) {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      if (waiting.size() >= MAX_WAITING && !waiting.containsKey(row.id())) {
        waiting.remove(waiting.keySet().iterator().next());
      }
      waiting.put(row.id(), row);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<ConsoleRecord> latest(Query query, int limit) {
    awaitWritten();
    readLock.lock();
    try {
      return AuditTable.latest(reading, query, limit);
    } catch (SQLException e) {
      failing(e);
      return List.of();
    } finally {
      readLock.unlock();
    }
  }

  /** Whether the disk takes rows; while it does not, they wait in memory. */
  public boolean isHealthy() {
    return !isFailing;
  }

  private void writeUntilClosed() {
    long tidied = System.nanoTime() - TIDY_INTERVAL.toNanos();
    while (true) {
      List<ConsoleRecord> rows = take();
      boolean isTidyDue = System.nanoTime() - tidied >= TIDY_INTERVAL.toNanos();
      if (rows.isEmpty() && !isTidyDue) {
        return;
      }
      try {
        if (!rows.isEmpty()) {
          inTransaction(rows);
        }
        if (isTidyDue) {
          AuditTable.forget(writing, clock.instant().minus(retention));
          tidied = System.nanoTime();
        }
        written(List.of());
        recovered();
      } catch (SQLException e) {
        written(rows);
        failing(e);
        if (!mayTryAgain()) {
          return;
        }
      }
    }
  }

  private void inTransaction(List<ConsoleRecord> rows) throws SQLException {
    writing.setAutoCommit(false);
    try {
      AuditTable.write(writing, rows);
      writing.commit();
    } catch (SQLException e) {
      writing.rollback();
      throw e;
    } finally {
      writing.setAutoCommit(true);
    }
  }

  /** Waits for rows; empty once it is closed and all are written. */
  private List<ConsoleRecord> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !isClosed) {
        changed.awaitUninterruptibly();
      }
      List<ConsoleRecord> rows = new ArrayList<>(waiting.values());
      waiting.clear();
      isWriting = true;
      return rows;
    } finally {
      lock.unlock();
    }
  }

  /** Puts back what was not written, behind newer rows of the same sessions. */
  private void written(List<ConsoleRecord> failed) {
    lock.lock();
    try {
      isWriting = false;
      failed.forEach(row -> waiting.putIfAbsent(row.id(), row));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayTryAgain() {
    lock.lock();
    try {
      long left = RETRY.toNanos();
      while (!isClosed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !isClosed;
    } catch (InterruptedException e) {
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  private void awaitWritten() {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while ((!waiting.isEmpty() || isWriting) && !isFailing && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void failing(SQLException e) {
    if (!isFailing) {
      isFailing = true;
      LOG.atError()
          .addKeyValue("code", AuditCodes.NOT_WRITTEN)
          .addKeyValue("file", file)
          .addKeyValue("why", e.getMessage())
          .log("The audit trail cannot be written; consoles go on, and rows wait until there is room on the disk");
    }
  }

  private void recovered() {
    if (isFailing) {
      isFailing = false;
      LOG.atInfo().addKeyValue("file", file).log("The audit trail is written again");
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(PATIENCE.toSeconds()));
      writing.close();
      reading.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      failing(e);
    }
  }
}
