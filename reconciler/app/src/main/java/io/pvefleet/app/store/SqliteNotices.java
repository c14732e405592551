package io.pvefleet.app.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Notices and messages, as rows. */
record SqliteNotices(Database database) implements Notices {

  @Override
  public Optional<Mark> mark() {
    return database.first(
        row -> new Mark(row.getLong("event"), row.getLong("alert"), numbers(row.getString("open"))), "SELECT * FROM told WHERE id = 1");
  }

  @Override
  public int take(Mark mark, List<NewNotice> notices) {
    return database.write(connection -> {
      Database.update(connection, "INSERT OR REPLACE INTO told (id, event, alert, open) VALUES (1, ?, ?, ?)",
          mark.event(), mark.alert(), mark.open().stream().map(String::valueOf).collect(Collectors.joining(",")));
      Set<String> sinks = new HashSet<>();
      for (NewNotice notice : notices) {
        Database.update(connection, "INSERT INTO notice (sink, made, message, news) VALUES (?, ?, 0, ?)",
            notice.sink(), notice.made().toEpochMilli(), notice.news());
        sinks.add(notice.sink());
      }
      int gaveWay = 0;
      for (String sink : sinks) {
        gaveWay += Database.update(connection,
            "DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE sink = ? AND message = 0 ORDER BY id DESC LIMIT -1 OFFSET ?)",
            sink, MOST_WAITING);
      }
      return gaveWay;
    });
  }

  @Override
  public List<Notice> waiting(String sink, int limit) {
    return database.list(
        row -> new Notice(row.getLong("id"), row.getString("sink"), at(row, "made"), row.getString("news")),
        "SELECT * FROM notice WHERE sink = ? AND message = 0 ORDER BY id LIMIT ?", sink, limit);
  }

  @Override
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    database.list(row -> Map.entry(row.getString("sink"), row.getInt("n")), "SELECT sink, count(*) AS n FROM notice GROUP BY sink")
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  @Override
  public Optional<Message> underWay(String sink) {
    return database.first(
        row -> new Message(row.getLong("id"), row.getString("sink"), at(row, "made"), at(row, "due"), row.getInt("tries"),
            row.getString("fault"), row.getString("body")),
        "SELECT * FROM message WHERE sink = ? AND ended IS NULL ORDER BY id LIMIT 1", sink);
  }

  @Override
  public Message begin(String sink, List<Long> notices, Instant at, String body) {
    long id = database.write(connection -> {
      Database.update(connection,
          "INSERT INTO message (sink, made, due, tries, result, fault, body) VALUES (?, ?, ?, 0, '', '', ?)",
          sink, at.toEpochMilli(), at.toEpochMilli(), body);
      long message = lastRow(connection);
      for (long notice : notices) {
        Database.update(connection, "UPDATE notice SET message = ? WHERE id = ? AND sink = ?", message, notice, sink);
      }
      return message;
    });
    return new Message(id, sink, at, at, 0, "", body);
  }

  private static long lastRow(Connection connection) throws SQLException {
    try (PreparedStatement id = connection.prepareStatement("SELECT last_insert_rowid()"); ResultSet row = id.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void tried(long message, Instant due, String fault) {
    database.update("UPDATE message SET tries = tries + 1, due = ?, fault = ? WHERE id = ?", due.toEpochMilli(), fault, message);
  }

  @Override
  public void end(long message, Result result, String fault, Instant at) {
    database.write(connection -> {
      // What it said is in the events and alerts; that it was said is kept.
      Database.update(connection, "UPDATE message SET ended = ?, result = ?, fault = ?, body = '' WHERE id = ?",
          at.toEpochMilli(), result.word(), fault, message);
      return Database.update(connection, "DELETE FROM notice WHERE message = ?", message);
    });
  }

  @Override
  public List<Instant> begunAfter(String sink, Instant after) {
    return database.list(row -> at(row, "made"), "SELECT made FROM message WHERE sink = ? AND made > ? ORDER BY made",
        sink, after.toEpochMilli());
  }

  @Override
  public Optional<Ended> last(String sink, Result result) {
    return database.first(
        row -> new Ended(row.getLong("id"), row.getString("sink"), at(row, "ended"), row.getString("fault")),
        "SELECT * FROM message WHERE sink = ? AND result = ? ORDER BY id DESC LIMIT 1", sink, result.word());
  }

  @Override
  public int dropBefore(String sink, Instant before) {
    return database.update("DELETE FROM notice WHERE sink = ? AND message = 0 AND made < ?", sink, before.toEpochMilli());
  }

  @Override
  public void keepOnly(Set<String> sinks) {
    Set<String> gone = new HashSet<>(
        database.list(row -> row.getString("sink"), "SELECT sink FROM notice UNION SELECT sink FROM message"));
    gone.removeAll(sinks);
    for (String sink : gone) {
      database.write(connection -> {
        Database.update(connection, "DELETE FROM message WHERE sink = ?", sink);
        return Database.update(connection, "DELETE FROM notice WHERE sink = ?", sink);
      });
    }
  }

  private static Instant at(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  private static TreeSet<Long> numbers(String text) {
    return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).map(Long::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
