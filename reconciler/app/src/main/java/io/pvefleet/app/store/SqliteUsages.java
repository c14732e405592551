package io.pvefleet.app.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Usage as rows; a span is stored as its length in seconds. */
record SqliteUsages(Database database) implements Usages {

  @Override
  public void put(List<Bucket> buckets) {
    database.write(connection -> {
      String sql = "INSERT OR REPLACE INTO usage (host, span, at, samples) VALUES (?, ?, ?, ?)";
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (Bucket bucket : buckets) {
          statement.setString(1, bucket.host());
          statement.setLong(2, seconds(bucket.span()));
          statement.setLong(3, bucket.at().toEpochMilli());
          statement.setString(4, bucket.samples());
          statement.executeUpdate();
        }
      }
      return true;
    });
  }

  @Override
  public List<Bucket> of(String host, Span span, Instant from, Instant until) {
    return database.list(row -> bucket(row, host, span),
        "SELECT at, samples FROM usage WHERE host = ? AND span = ? AND at >= ? AND at < ? ORDER BY at",
        host, seconds(span), from.toEpochMilli(), until.toEpochMilli());
  }

  @Override
  public SortedSet<String> hosts(Span span, Instant from, Instant until) {
    return new TreeSet<>(database.list(row -> row.getString(1),
        "SELECT DISTINCT host FROM usage WHERE span = ? AND at >= ? AND at < ?",
        seconds(span), from.toEpochMilli(), until.toEpochMilli()));
  }

  @Override
  public Optional<Instant> newest(Span span) {
    return database.first(row -> Instant.ofEpochMilli(row.getLong(1)),
        "SELECT at FROM usage WHERE span = ? ORDER BY at DESC LIMIT 1", seconds(span));
  }

  /** Forgets what is older than each span is kept. */
  static void tidy(Database database, Instant now) {
    for (Span span : Span.values()) {
      database.update("DELETE FROM usage WHERE span = ? AND at < ?", seconds(span), now.minus(span.kept()).toEpochMilli());
    }
  }

  private static long seconds(Span span) {
    return span.length().toSeconds();
  }

  private static Bucket bucket(ResultSet row, String host, Span span) throws SQLException {
    return new Bucket(host, span, Instant.ofEpochMilli(row.getLong("at")), row.getString("samples"));
  }
}
