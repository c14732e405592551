package io.pvefleet.app.store;

import java.time.Instant;

/** Leases as rows. */
record SqliteLeases(Database database) implements Leases {

  @Override
  public boolean take(String host, String owner, Instant now, Instant until) {
    return database.update(
            """
            INSERT INTO lease (host, owner, until) VALUES (?, ?, ?)
            ON CONFLICT (host) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE owner = excluded.owner OR until <= ?
            """,
            host, owner, until.toEpochMilli(), now.toEpochMilli())
        == 1;
  }

  @Override
  public void release(String host, String owner) {
    database.update("DELETE FROM lease WHERE host = ? AND owner = ?", host, owner);
  }
}
