package io.pvefleet.app.store;

import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/** What was spent, as rows. */
record SqliteSpent(Database database) implements Spent {

  @Override
  public void note(String revision, String vm, Kind kind, Instant at) {
    database.update(
        "INSERT OR REPLACE INTO spent (revision, vm, kind, at) VALUES (?, ?, ?, ?)", revision, vm, kind.name(), at.toEpochMilli());
  }

  @Override
  public SortedSet<String> of(String revision, Kind kind, Instant since) {
    return new TreeSet<>(database.list(row -> row.getString("vm"),
        "SELECT vm FROM spent WHERE revision = ? AND kind = ? AND at > ?", revision, kind.name(), since.toEpochMilli()));
  }
}
