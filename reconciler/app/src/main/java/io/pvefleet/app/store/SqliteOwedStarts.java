package io.pvefleet.app.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Owed starts as rows. */
record SqliteOwedStarts(Database database) implements OwedStarts {

  @Override
  public SequencedMap<Integer, Owed> of(String host) {
    SequencedMap<Integer, Owed> all = new LinkedHashMap<>();
    database.list(
            row -> new Owed(host, row.getInt("vmid"), row.getLong("change"), Instant.ofEpochMilli(row.getLong("since"))),
            "SELECT vmid, change, since FROM owed_start WHERE host = ? ORDER BY vmid", host)
        .forEach(owed -> all.put(owed.vmid(), owed));
    return all;
  }

  @Override
  public void settle(Owed owed) {
    database.update(
        "DELETE FROM owed_start WHERE host = ? AND vmid = ? AND change = ?", owed.host(), owed.vmid(), owed.change());
  }
}
