package io.pvefleet.app.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Notices and messages, as rows. */
record SqliteNotices(Database database) implements Notices {

  @Override
  public Optional<Mark> mark() {
    return database.first(
        row -> new Mark(row.getLong("event"), row.getLong("alert"), open(row.getString("open"))), "SELECT * FROM told WHERE id = 1");
  }

  @Override
  public int take(Mark mark, List<NewNotice> notices) {
    return database.write(connection -> {
      Database.update(connection, "INSERT OR REPLACE INTO told (id, event, alert, open) VALUES (1, ?, ?, ?)",
          mark.event(), mark.alert(), text(mark.open()));
      Set<String> sinks = new HashSet<>();
      for (NewNotice notice : notices) {
        Database.update(connection, "INSERT INTO notice (sink, made, message, critical, zone, news) VALUES (?, ?, 0, ?, ?, ?)",
            notice.sink(), notice.made().toEpochMilli(), notice.isCritical() ? 1 : 0, notice.zone(), notice.news());
        sinks.add(notice.sink());
      }
      int gaveWay = 0;
      for (String sink : sinks) {
        gaveWay += Database.update(connection,
            "DELETE FROM notice WHERE id IN"
                + " (SELECT id FROM notice WHERE sink = ? AND message = 0 ORDER BY critical DESC, id DESC LIMIT -1 OFFSET ?)",
            sink, MOST_WAITING);
      }
      return gaveWay;
    });
  }

  @Override
  public List<Notice> waiting(String sink) {
    return database.list(
        row -> new Notice(row.getLong("id"), at(row, "made"), row.getInt("critical") == 1, row.getString("zone")),
        "SELECT id, made, critical, zone FROM notice WHERE sink = ? AND message = 0 ORDER BY id", sink);
  }

  /** All that wait are read: a list of thousands of numbers is no better question. */
  @Override
  public List<String> news(String sink, Set<Long> notices) {
    return database
        .list(row -> Map.entry(row.getLong("id"), row.getString("news")),
            "SELECT id, news FROM notice WHERE sink = ? AND message = 0 ORDER BY id", sink)
        .stream().filter(notice -> notices.contains(notice.getKey())).map(Map.Entry::getValue).toList();
  }

  @Override
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    database.list(row -> Map.entry(row.getString("sink"), row.getInt("n")), "SELECT sink, count(*) AS n FROM notice GROUP BY sink")
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  @Override
  public List<Message> underWay(String sink) {
    return database.list(
        row -> new Message(row.getLong("id"), row.getString("sink"), at(row, "made"), row.getInt("critical") == 1, at(row, "due"),
            row.getInt("tries"), row.getString("fault"), row.getString("body")),
        "SELECT * FROM message WHERE sink = ? AND ended IS NULL ORDER BY id", sink);
  }

  @Override
  public Message begin(NewMessage begun) {
    long at = begun.at().toEpochMilli();
    long id = database.write(connection -> {
      Database.update(connection,
          "INSERT INTO message (sink, made, critical, due, tries, result, fault, body) VALUES (?, ?, ?, ?, 0, '', '', ?)",
          begun.sink(), at, begun.isCritical() ? 1 : 0, at, begun.body());
      long message = lastRow(connection);
      for (long notice : begun.notices()) {
        Database.update(connection, "UPDATE notice SET message = ? WHERE id = ? AND sink = ?", message, notice, begun.sink());
      }
      return message;
    });
    Instant made = Instant.ofEpochMilli(at);
    return new Message(id, begun.sink(), made, begun.isCritical(), made, 0, "", begun.body());
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
  public List<Begun> begunAfter(String sink, Instant after) {
    return database.list(row -> new Begun(at(row, "made"), row.getInt("critical") == 1),
        "SELECT made, critical FROM message WHERE sink = ? AND made > ? ORDER BY made", sink, after.toEpochMilli());
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

  /** As {@code 12:mail|ops,13:}: a sink's name has none of these signs. */
  private static String text(SortedMap<Long, Set<String>> open) {
    return open.entrySet().stream()
        .map(alert -> alert.getKey() + ":" + alert.getValue().stream().sorted().collect(Collectors.joining("|")))
        .collect(Collectors.joining(","));
  }

  private static SortedMap<Long, Set<String>> open(String text) {
    SortedMap<Long, Set<String>> open = new TreeMap<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",")) {
      String[] alert = part.split(":", 2);
      open.put(Long.valueOf(alert[0]),
          alert.length < 2 || alert[1].isEmpty() ? Set.of() : Set.of(alert[1].split("\\|")));
    }
    return open;
  }
}
