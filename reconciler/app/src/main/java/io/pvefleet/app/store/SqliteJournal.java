package io.pvefleet.app.store;

import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.engine.run.EventJson;
import io.pvefleet.pve.wire.Upid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The journal as rows. */
record SqliteJournal(Database database) implements Journal {

  @Override
  public void append(Entry entry, Fence fence) {
    boolean isOurs = database.write(connection -> insert(connection, entry, fence));
    if (!isOurs) {
      throw new LeaseLost(fence);
    }
  }

  @Override
  public void appendOwing(Entry entry, Fence fence, int vmid) {
    boolean isOurs = database.write(connection ->
        insert(connection, entry, fence)
            && Database.update(
                    connection, "INSERT OR REPLACE INTO owed_start (host, vmid, change, since) VALUES (?, ?, ?, ?)",
                    fence.host(), vmid, entry.change(), entry.at().toEpochMilli())
                == 1);
    if (!isOurs) {
      throw new LeaseLost(fence);
    }
  }

  /** Writes nothing and is false where somebody else has the host by now. */
  private static boolean insert(Connection connection, Entry entry, Fence fence) throws SQLException {
    return Database.update(
            connection,
            """
            INSERT INTO journal (change, at, stage, step, request, upid, detail, event)
            SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM lease WHERE host = ? AND fence = ? AND owner <> '')
            """,
            entry.change(), entry.at().toEpochMilli(), entry.stage().name(), entry.step(), entry.request(),
            entry.upid().map(Upid::text).orElse(""), entry.detail(), entry.event().map(EventJson::write).orElse(""),
            fence.host(), fence.number())
        == 1;
  }

  @Override
  public List<Entry> of(long change) {
    return database.list(
        SqliteJournal::entry,
        "SELECT change, at, stage, step, request, upid, detail, event FROM journal WHERE change = ? ORDER BY id", change);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String event = row.getString("event");
    return new Entry(
        row.getLong("change"), Instant.ofEpochMilli(row.getLong("at")), Stage.valueOf(row.getString("stage")), row.getString("step"),
        row.getString("request"), Upid.parse(row.getString("upid")), row.getString("detail"),
        event.isEmpty() ? Optional.empty() : Optional.of(EventJson.read(event)));
  }
}
