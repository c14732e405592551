package io.pvefleet.app.store;

import io.pvefleet.engine.plan.VmRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs and changes as rows. */
record SqliteRuns(Database database) implements Runs {

  static final String RUN =
      """
      SELECT id, revision, trigger_word, scope, started, ended,
        (SELECT count(*) FROM change c WHERE c.run = r.id AND c.result = 'SUCCEEDED') AS succeeded,
        (SELECT count(*) FROM change c WHERE c.run = r.id AND c.result = 'WAITS_FOR_RESTART') AS waiting,
        (SELECT count(*) FROM change c WHERE c.run = r.id AND c.result = 'STOPPED') AS stopped,
        (SELECT count(*) FROM change c WHERE c.run = r.id AND c.result = 'FAILED') AS failed,
        (SELECT count(*) FROM change c WHERE c.run = r.id AND c.result = 'INDETERMINATE') AS indeterminate,
        (SELECT count(*) FROM held h WHERE h.run = r.id) AS held
      FROM run r
      """;

  private static final String CHANGE =
      "SELECT id, run, host, vmid, vm_name, action, summary, started, ended, result, detail, log FROM change ";

  @Override
  public Run begin(String revision, Trigger trigger, String scope, Instant at) {
    long id =
        database.insert(
            "INSERT INTO run (revision, trigger_word, scope, started) VALUES (?, ?, ?, ?)",
            revision, trigger.name(), scope, at.toEpochMilli());
    return new Run(id, revision, trigger, scope, at, Optional.empty(), Counts.NONE);
  }

  @Override
  public void noteHeld(long run, List<Held> held) {
    database.write(connection -> {
      for (Held one : held) {
        Database.update(
            connection, "INSERT OR REPLACE INTO held (run, host, vmid, vm_name, action, why, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
            run, one.vm().host(), one.vm().vmid(), one.vm().name(), one.action(), one.why(), one.detail());
      }
      return held.size();
    });
  }

  @Override
  public List<Held> held(long run) {
    return database.list(
        row -> new Held(
            new VmRef(row.getString("host"), row.getInt("vmid"), row.getString("vm_name")), row.getString("action"),
            row.getString("why"), row.getString("detail")),
        "SELECT * FROM held WHERE run = ? ORDER BY host, vmid", run);
  }

  @Override
  public List<Run> select(Choice choice, long before, int limit) {
    return new SqliteRunSearch(database).select(choice, before, limit);
  }

  @Override
  public List<Sum> sums(int limit) {
    return new SqliteRunSearch(database).sums(limit);
  }

  @Override
  public Optional<Sum> sum(String revision) {
    return new SqliteRunSearch(database).sum(revision);
  }

  @Override
  public Run end(long run, Instant at) {
    database.update("UPDATE run SET ended = ? WHERE id = ?", at.toEpochMilli(), run);
    return find(run).orElseThrow(() -> new IllegalArgumentException("no run " + run));
  }

  @Override
  public Change beginChange(long run, VmRef vm, String action, String summary, Instant at) {
    long id =
        database.insert(
            "INSERT INTO change (run, host, vmid, vm_name, action, summary, started) VALUES (?, ?, ?, ?, ?, ?, ?)",
            run, vm.host(), vm.vmid(), vm.name(), action, summary, at.toEpochMilli());
    return new Change(id, run, vm, action, summary, at, Optional.empty());
  }

  @Override
  public void endChange(long change, Ending ending) {
    database.update(
        "UPDATE change SET ended = ?, result = ?, detail = ?, log = ? WHERE id = ? AND ended IS NULL",
        ending.at().toEpochMilli(), ending.result().name(), ending.detail(), String.join("\n", ending.log()), change);
  }

  @Override
  public Optional<Run> find(long run) {
    return database.first(SqliteRuns::run, RUN + "WHERE id = ?", run);
  }

  @Override
  public List<Run> list(long before, int limit) {
    return database.list(SqliteRuns::run, RUN + "WHERE id < ? ORDER BY id DESC LIMIT ?", before, limit);
  }

  @Override
  public List<Run> listOf(String host, long before, int limit) {
    return database.list(
        SqliteRuns::run,
        RUN + "WHERE id < ? AND (scope = ? OR id IN (SELECT run FROM change WHERE host = ?)) ORDER BY id DESC LIMIT ?",
        before, host, host, limit);
  }

  @Override
  public int countSince(Instant at) {
    return database.first(row -> row.getInt(1), "SELECT count(*) FROM run WHERE started >= ?", at.toEpochMilli()).orElse(0);
  }

  @Override
  public List<Change> changes(long run) {
    return database.list(SqliteRuns::change, CHANGE + "WHERE run = ? ORDER BY id", run);
  }

  @Override
  public List<Change> changesOf(String host, int vmid, int limit) {
    return database.list(SqliteRuns::change, CHANGE + "WHERE host = ? AND vmid = ? ORDER BY id DESC LIMIT ?", host, vmid, limit);
  }

  @Override
  public List<Change> unfinished(String host) {
    return database.list(SqliteRuns::change, CHANGE + "WHERE host = ? AND ended IS NULL ORDER BY id", host);
  }

  @Override
  public Set<Integer> unfinishedCreations(String host) {
    return Set.copyOf(database.list(
        row -> row.getInt("vmid"),
        "SELECT DISTINCT vmid FROM change c WHERE host = ? AND action = 'create' AND NOT EXISTS (SELECT 1 FROM change d"
            + " WHERE d.host = c.host AND d.vmid = c.vmid AND d.id >= c.id AND d.result IN ('SUCCEEDED', 'WAITS_FOR_RESTART'))",
        host));
  }

  @Override
  public void endAbandoned(Instant at) {
    database.update(
        "UPDATE run SET ended = ? WHERE ended IS NULL AND started < ? AND id NOT IN (SELECT run FROM change WHERE ended IS NULL)",
        at.toEpochMilli(), at.toEpochMilli());
  }

  static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getLong("id"), row.getString("revision"), Trigger.valueOf(row.getString("trigger_word")), row.getString("scope"),
        Instant.ofEpochMilli(row.getLong("started")), ended(row),
        counts(row));
  }

  static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getInt("succeeded"), row.getInt("waiting"), row.getInt("stopped"), row.getInt("failed"), row.getInt("indeterminate"),
        row.getInt("held"));
  }

  private static Change change(ResultSet row) throws SQLException {
    Optional<Instant> ended = ended(row);
    Optional<Ending> ending =
        ended.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Ending(
                    ended.get(), Result.valueOf(row.getString("result")), row.getString("detail"), lines(row.getString("log"))));
    return new Change(
        row.getLong("id"), row.getLong("run"), new VmRef(row.getString("host"), row.getInt("vmid"), row.getString("vm_name")),
        row.getString("action"), row.getString("summary"), Instant.ofEpochMilli(row.getLong("started")), ending);
  }

  static Optional<Instant> ended(ResultSet row) throws SQLException {
    long millis = row.getLong("ended");
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : Stream.of(text.split("\n", -1)).toList();
  }
}
