package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Commits in force as rows. Thread safe. */
final class SqliteRevisions implements Revisions {

  /** Enough for "since when"; more is what Git is for. */
  static final int KEPT = 1000;

  private final Database database;

  /** The last one is asked for at every pass over each host, and its names are a thousand. */
  private volatile Names read = new Names("", new TreeSet<>());

  private record Names(String lines, SortedSet<String> each) {}

  SqliteRevisions(Database database) {
    this.database = database;
  }

  @Override
  public void put(InForce inForce) {
    database.insert(
        "INSERT INTO in_force (revision, at, hosts, vms) VALUES (?, ?, ?, ?)",
        inForce.revision(), inForce.at().toEpochMilli(), String.join("\n", inForce.hosts()), inForce.vms());
  }

  @Override
  public Optional<InForce> last() {
    return database.first(
        row -> new InForce(
            row.getString("revision"), Instant.ofEpochMilli(row.getLong("at")), names(row.getString("hosts")), row.getInt("vms")),
        "SELECT * FROM in_force ORDER BY id DESC LIMIT 1");
  }

  @Override
  public void describe(Made commit) {
    database.update(
        "INSERT OR IGNORE INTO commit_note (revision, author, at, message) VALUES (?, ?, ?, ?)",
        commit.revision(), commit.author(), commit.at().toEpochMilli(), commit.message());
  }

  @Override
  public Optional<Made> made(String revision) {
    return database.first(
        row -> new Made(
            row.getString("revision"), row.getString("author"), Instant.ofEpochMilli(row.getLong("at")), row.getString("message")),
        "SELECT * FROM commit_note WHERE revision = ?", revision);
  }

  private SortedSet<String> names(String lines) {
    Names known = read;
    if (!known.lines().equals(lines)) {
      known = new Names(lines, lines.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(lines.split("\n", -1))));
      read = known;
    }
    return known.each();
  }
}
