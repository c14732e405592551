package io.pvefleet.app.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One writing and one reading connection. Writes of all threads pass through one thread, which commits what has gathered since
 * the last commit at once: with a real fsync for each commit, a hundred hosts side by side cost little more than one.
 *
 * <p>Where the file was removed or replaced under it, which SQLite would never notice, the writes of that moment fail and the file
 * that is there now, or a new one, is opened.
 */
final class Database implements AutoCloseable {

  /** More waiting writes than this share a commit; it bounds the transaction, not the queue. */
  private static final int AT_ONCE = 256;

  private final DatabaseFile file;
  private final ReentrantLock readLock = new ReentrantLock();
  private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closed;

  // Used by the writer alone, and replaced by it.
  private Connection writing;

  // Guarded by readLock.
  private Connection reading;

  Database(DatabaseFile file) throws SQLException {
    this.file = file;
    this.writing = file.connect();
    this.reading = file.connect();
    this.writer = Thread.ofPlatform().name("store-writer").daemon().start(this::writeUntilClosed);
  }

  /** Something done on a connection. */
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** A row as a value. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private record Pending<T>(Work<T> work, CompletableFuture<T> done) {}

  /** Runs in a transaction; returns when it is on disk. */
  <T> T write(Work<T> work) {
    if (closed) {
      throw new StoreException(StoreCodes.FAILED, "The store is closed.", "Start pvefleet again.");
    }
    Pending<T> pending = new Pending<>(work, new CompletableFuture<>());
    queue.add(pending);
    try {
      return pending.done.join();
    } catch (CompletionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    }
  }

  int update(String sql, Object... values) {
    return write(connection -> update(connection, sql, values));
  }

  /** Within a transaction that is under way. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** Inserts and gives the new row's number. */
  long insert(String sql, Object... values) {
    return write(connection -> {
      try (PreparedStatement statement = prepare(connection, sql, values)) {
        statement.executeUpdate();
      }
      try (PreparedStatement id = connection.prepareStatement("SELECT last_insert_rowid()"); ResultSet row = id.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    });
  }

  /** Writes one row at most and gives what the statement returns of it; empty where it wrote none. */
  <T> Optional<T> writeAndGet(Row<T> as, String sql, Object... values) {
    return write(connection -> {
      try (PreparedStatement statement = prepare(connection, sql, values); ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(as.of(row)) : Optional.empty();
      }
    });
  }

  <T> List<T> list(Row<T> as, String sql, Object... values) {
    readLock.lock();
    try (PreparedStatement statement = prepare(reading, sql, values); ResultSet rows = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(as.of(rows));
      }
      return List.copyOf(all);
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      readLock.unlock();
    }
  }

  <T> Optional<T> first(Row<T> as, String sql, Object... values) {
    return list(as, sql, values).stream().findFirst();
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i] instanceof Optional<?> optional ? optional.orElse(null) : values[i];
      statement.setObject(i + 1, value);
    }
    return statement;
  }

  private void writeUntilClosed() {
    List<Pending<?>> batch = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      batch.clear();
      try {
        batch.add(queue.take());
      } catch (InterruptedException e) {
        continue; // close() wakes us; what is queued is still written
      }
      queue.drainTo(batch, AT_ONCE - 1);
      Optional<Throwable> refusal = reopened().or(this::begun);
      if (refusal.isPresent()) {
        // What keeps a transaction from beginning keeps each of them from it, and each would wait as long for the other process.
        batch.forEach(pending -> pending.done.completeExceptionally(refusal.get()));
      } else if (!together(batch)) {
        batch.forEach(this::alone);
      }
    }
  }

  /** The fault to tell where the file is another one than was opened; it is opened for what comes after. */
  private Optional<Throwable> reopened() {
    if (file.isSame()) {
      return Optional.empty();
    }
    try {
      // The old ones first: they must not be there when the new file's log is made beside it.
      writing.close();
      Connection newWriting = file.connect();
      readLock.lock();
      try {
        reading.close();
        reading = file.connect();
      } finally {
        readLock.unlock();
      }
      writing = newWriting;
      return Optional.of(file.replaced());
    } catch (SQLException | StoreException e) {
      return Optional.of(e);
    }
  }

  private Optional<Throwable> begun() {
    try {
      say("BEGIN IMMEDIATE");
      return Optional.empty();
    } catch (SQLException e) {
      rollback();
      return Optional.of(e);
    }
  }

  /** All in the transaction that has begun; false where one failed and nothing was written. */
  private boolean together(List<Pending<?>> batch) {
    List<Runnable> answers = new ArrayList<>();
    try {
      for (Pending<?> pending : batch) {
        answers.add(perform(pending));
      }
      say("COMMIT");
    } catch (SQLException e) {
      rollback();
      return false;
    }
    answers.forEach(Runnable::run);
    return true;
  }

  private void alone(Pending<?> pending) {
    try {
      say("BEGIN IMMEDIATE");
      Runnable answer = perform(pending);
      say("COMMIT");
      answer.run();
    } catch (SQLException e) {
      rollback();
      pending.done.completeExceptionally(e);
    }
  }

  private <T> Runnable perform(Pending<T> pending) throws SQLException {
    T result = pending.work.on(writing);
    return () -> pending.done.complete(result);
  }

  /** Where the transaction did not even begin there is nothing to roll back, and the first error is the one to tell. */
  private void rollback() {
    try {
      say("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself, or never began.
    }
  }

  /** The driver's own transactions begin anew at each commit, and so would hold the lock against other processes for ever. */
  private void say(String sql) throws SQLException {
    try (Statement statement = writing.createStatement()) {
      statement.execute(sql);
    }
  }

  private static StoreException failed(Throwable cause) {
    return cause instanceof StoreException known ? known : SqliteStore.failure(cause);
  }

  @Override
  public void close() {
    closed = true;
    writer.interrupt();
    try {
      writer.join();
      writing.close();
      reading.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
