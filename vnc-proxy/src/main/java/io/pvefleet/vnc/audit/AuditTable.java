package io.pvefleet.vnc.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows as SQL. Holds no connection. */
final class AuditTable {

  private static final String WRITE =
      """
      INSERT INTO console (id, user, from_address, host, vmid, guest, site, mode, display, took_over, upid, opened, opening,
        authenticating, first_frame, bytes_to_browser, bytes_to_guest, keys, clipboard_bytes, closed, close_code, close_reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET upid = excluded.upid, opening = excluded.opening, authenticating = excluded.authenticating,
        first_frame = excluded.first_frame, bytes_to_browser = excluded.bytes_to_browser, bytes_to_guest = excluded.bytes_to_guest,
        keys = excluded.keys, clipboard_bytes = excluded.clipboard_bytes, closed = excluded.closed,
        close_code = excluded.close_code, close_reason = excluded.close_reason
      """;

  private static final String LATEST =
      """
      SELECT * FROM console
      WHERE (?1 = '' OR host = ?1) AND (?2 IS NULL OR vmid = ?2) AND (?3 = '' OR user = ?3) AND (?4 = 0 OR closed IS NULL)
      ORDER BY opened DESC, id LIMIT ?5
      """;

  private AuditTable() {}

  static void write(Connection connection, Collection<ConsoleRecord> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      for (ConsoleRecord row : rows) {
        fill(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void fill(PreparedStatement statement, ConsoleRecord row) throws SQLException {
    @Nullable Object[] values = {
      row.id(), row.user(), row.from(), row.host(), row.vmid(), row.guest(), row.site(), row.mode(), row.display(),
      row.tookOver() ? 1 : 0, row.upid(), row.opened().toEpochMilli(), millis(row.opening()), millis(row.authenticating()),
      millis(row.firstFrame()), row.bytesToBrowser(), row.bytesToGuest(), row.keys(), row.clipboardBytes(),
      row.closed().map(Instant::toEpochMilli).orElse(null), row.closeCode(), row.closeReason()
    };
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  static List<ConsoleRecord> latest(Connection connection, AuditTrail.Query query, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LATEST)) {
      statement.setString(1, query.host());
      statement.setObject(2, query.vmid().orElse(null));
      statement.setString(3, query.user());
      statement.setInt(4, query.openOnly() ? 1 : 0);
      statement.setInt(5, limit);
      List<ConsoleRecord> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(read(row));
        }
      }
      return List.copyOf(rows);
    }
  }

  /** Closes what a crash left open. Whether anything passed after the last writing is not known, so its time is not invented. */
  static int closeLeftOpen(Connection connection, Instant now, int code, String reason) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE console SET closed = ?, close_code = ?, close_reason = ? WHERE closed IS NULL")) {
      statement.setLong(1, now.toEpochMilli());
      statement.setInt(2, code);
      statement.setString(3, reason);
      return statement.executeUpdate();
    }
  }

  static int forget(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM console WHERE opened < ? AND closed IS NOT NULL")) {
      statement.setLong(1, before.toEpochMilli());
      return statement.executeUpdate();
    }
  }

  private static ConsoleRecord read(ResultSet row) throws SQLException {
    return new ConsoleRecord(
        row.getString("id"), row.getString("user"), row.getString("from_address"), row.getString("host"), row.getInt("vmid"),
        row.getString("guest"), row.getString("site"), row.getString("mode"), row.getString("display"),
        row.getInt("took_over") == 1, row.getString("upid"), Instant.ofEpochMilli(row.getLong("opened")),
        duration(row, "opening"), duration(row, "authenticating"), duration(row, "first_frame"), row.getLong("bytes_to_browser"),
        row.getLong("bytes_to_guest"), row.getLong("keys"), row.getLong("clipboard_bytes"),
        number(row, "closed").map(Instant::ofEpochMilli), row.getInt("close_code"), row.getString("close_reason"));
  }

  private static @Nullable Long millis(Optional<Duration> duration) {
    return duration.map(Duration::toMillis).orElse(null);
  }

  private static Optional<Duration> duration(ResultSet row, String column) throws SQLException {
    return number(row, column).map(Duration::ofMillis);
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
