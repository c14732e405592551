package io.pvefleet.app.store;

import java.time.Instant;
import java.util.Optional;

/** Leases as rows; one that was given back stays without an owner, for its number's sake. */
record SqliteLeases(Database database) implements Leases {

  @Override
  public Optional<Fence> take(String host, String owner, Instant now, Instant until) {
    return database.writeAndGet(
        row -> new Fence(host, row.getLong("fence")),
        """
        INSERT INTO lease (host, owner, until, fence) VALUES (?, ?, ?, 1)
        ON CONFLICT (host) DO UPDATE SET owner = excluded.owner, until = excluded.until,
          fence = fence + (owner <> excluded.owner)
        WHERE owner = excluded.owner OR until <= ?
        RETURNING fence
        """,
        host, owner, until.toEpochMilli(), now.toEpochMilli());
  }

  @Override
  public Optional<Fence> takeFrom(Fence gone, String owner, Instant until) {
    return database.writeAndGet(
        row -> new Fence(gone.host(), row.getLong("fence")),
        "UPDATE lease SET owner = ?, until = ?, fence = fence + 1 WHERE host = ? AND fence = ? AND owner <> '' RETURNING fence",
        owner, until.toEpochMilli(), gone.host(), gone.number());
  }

  @Override
  public Optional<Holder> holder(String host) {
    return database.first(
        row -> new Holder(new Fence(host, row.getLong("fence")), row.getString("owner")),
        "SELECT fence, owner FROM lease WHERE host = ? AND owner <> ''", host);
  }

  @Override
  public void release(Fence fence) {
    database.update("UPDATE lease SET owner = '', until = 0 WHERE host = ? AND fence = ?", fence.host(), fence.number());
  }
}
