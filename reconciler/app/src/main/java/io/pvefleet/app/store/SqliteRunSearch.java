package io.pvefleet.app.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about runs, as queries. */
record SqliteRunSearch(Database database) {

  List<Runs.Run> select(RunSearch.Choice choice, long before, int limit) {
    StringBuilder sql = new StringBuilder(SqliteRuns.RUN + "WHERE id < ?");
    List<Object> values = new ArrayList<>(List.of(before));
    if (!choice.host().isEmpty()) {
      sql.append(" AND (scope = ? OR id IN (SELECT run FROM change WHERE host = ?))");
      values.add(choice.host());
      values.add(choice.host());
    }
    if (!choice.revision().isEmpty()) {
      sql.append(" AND substr(revision, 1, ?) = ?");
      values.add(choice.revision().length());
      values.add(choice.revision());
    }
    choice.trigger().ifPresent(trigger -> {
      sql.append(" AND trigger_word = ?");
      values.add(trigger.name());
    });
    choice.end().ifPresent(end -> sql.append(" AND ").append(condition(end)));
    values.add(limit);
    return database.list(SqliteRuns::run, sql.append(" ORDER BY id DESC LIMIT ?").toString(), values.toArray());
  }

  private static String condition(RunSearch.End end) {
    return switch (end) {
      case FAILED -> has("FAILED");
      case STOPPED -> has("STOPPED");
      case WAITS -> has("WAITS_FOR_RESTART");
      case INDETERMINATE -> has("INDETERMINATE");
      case HELD -> "EXISTS (SELECT 1 FROM held h WHERE h.run = r.id)";
      case RUNNING -> "ended IS NULL";
      case DONE -> "ended IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change c WHERE c.run = r.id AND c.result NOT IN ('', 'SUCCEEDED'))";
    };
  }

  private static String has(String result) {
    return "EXISTS (SELECT 1 FROM change c WHERE c.run = r.id AND c.result = '" + result + "')";
  }

  List<RunSearch.Sum> sums(int limit) {
    return database
        .list(row -> row.getString("revision"), "SELECT revision FROM run GROUP BY revision ORDER BY max(id) DESC LIMIT ?", limit)
        .stream()
        .flatMap(revision -> sum(revision).stream())
        .toList();
  }

  /** Each VM by the last change to it; one that was held in a later run than that counts as held. */
  Optional<RunSearch.Sum> sum(String revision) {
    return database.first(
        row -> sum(revision, row),
        """
        WITH mine AS (SELECT id, scope, started, ended FROM run WHERE revision = ?),
        latest AS (SELECT host, vmid, max(id) AS id, max(run) AS run FROM change WHERE run IN (SELECT id FROM mine) GROUP BY host, vmid),
        kept AS (SELECT DISTINCT h.host, h.vmid FROM held h WHERE h.run IN (SELECT id FROM mine) AND NOT EXISTS
          (SELECT 1 FROM latest l WHERE l.host = h.host AND l.vmid = h.vmid AND l.run >= h.run)),
        ends AS (SELECT c.result FROM change c JOIN latest l ON l.id = c.id)
        SELECT (SELECT count(*) FROM mine) AS runs, (SELECT min(started) FROM mine) AS started,
          (SELECT CASE WHEN count(*) = count(ended) THEN max(ended) END FROM mine) AS ended,
          (SELECT count(*) FROM (SELECT scope AS host FROM mine WHERE scope <> '' UNION SELECT host FROM latest)) AS hosts,
          (SELECT count(*) FROM ends WHERE result = 'SUCCEEDED') AS succeeded,
          (SELECT count(*) FROM ends WHERE result = 'WAITS_FOR_RESTART') AS waiting,
          (SELECT count(*) FROM ends WHERE result = 'STOPPED') AS stopped,
          (SELECT count(*) FROM ends WHERE result = 'FAILED') AS failed,
          (SELECT count(*) FROM ends WHERE result = 'INDETERMINATE') AS indeterminate,
          (SELECT count(*) FROM kept) AS held
        WHERE EXISTS (SELECT 1 FROM mine)
        """,
        revision);
  }

  private static RunSearch.Sum sum(String revision, ResultSet row) throws SQLException {
    return new RunSearch.Sum(
        revision, row.getInt("runs"), row.getInt("hosts"), SqliteRuns.counts(row), Instant.ofEpochMilli(row.getLong("started")),
        SqliteRuns.ended(row));
  }
}
