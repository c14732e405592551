package io.pvefleet.app.store;

import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.List;

/** The journal as rows. */
record SqliteJournal(Database database) implements Journal {

  @Override
  public void append(Entry entry) {
    database.insert(
        "INSERT INTO journal (change, at, stage, step, request, upid, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        entry.change(), entry.at().toEpochMilli(), entry.stage().name(), entry.step(), entry.request(),
        entry.upid().map(Upid::text).orElse(""), entry.detail());
  }

  @Override
  public List<Entry> of(long change) {
    return database.list(
        row -> new Entry(
            row.getLong("change"), Instant.ofEpochMilli(row.getLong("at")), Stage.valueOf(row.getString("stage")),
            row.getString("step"), row.getString("request"), Upid.parse(row.getString("upid")), row.getString("detail")),
        "SELECT change, at, stage, step, request, upid, detail FROM journal WHERE change = ? ORDER BY id", change);
  }
}
