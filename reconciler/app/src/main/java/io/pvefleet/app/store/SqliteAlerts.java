package io.pvefleet.app.store;

import io.pvefleet.fleet.model.Alerting.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Alerts as rows. */
record SqliteAlerts(Database database) implements Alerts {

  @Override
  public void put(List<StoredAlert> alerts) {
    database.write(connection -> {
      for (StoredAlert alert : alerts) {
        // Replaced rather than refused: of two in force of the same thing, the newer one is so.
        Database.update(connection,
            "INSERT OR REPLACE INTO alert (id, kind, severity, host, vmid, vm_name, object, began, ended, message)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            alert.id(), alert.kind(), alert.severity().ordinal(), alert.host(), alert.vmid().orElse(0), alert.vmName(), alert.object(),
            alert.began().toEpochMilli(), alert.ended().map(Instant::toEpochMilli), alert.message());
      }
      return alerts.size();
    });
  }

  @Override
  public List<StoredAlert> inForce() {
    return database.list(SqliteAlerts::alert, "SELECT * FROM alert WHERE ended IS NULL ORDER BY began, id");
  }

  /** Written into the statement: they are numbers, and may be more than a statement has holes. */
  @Override
  public List<StoredAlert> of(Set<Long> ids) {
    String numbers = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    return database.list(SqliteAlerts::alert, "SELECT * FROM alert WHERE id IN (" + numbers + ") ORDER BY id");
  }

  @Override
  public List<StoredAlert> ended(Query query) {
    StringBuilder sql = new StringBuilder("SELECT * FROM alert WHERE ended >= ?");
    List<Object> values = new ArrayList<>(List.of(query.since().toEpochMilli()));
    if (!query.host().isEmpty()) {
      sql.append(" AND host = ?");
      values.add(query.host());
    }
    query.vmid().ifPresent(vmid -> {
      sql.append(" AND vmid = ?");
      values.add(vmid);
    });
    if (!query.kind().isEmpty()) {
      sql.append(" AND kind = ?");
      values.add(query.kind());
    }
    query.severity().ifPresent(severity -> {
      sql.append(" AND severity = ?");
      values.add(severity.ordinal());
    });
    sql.append(" ORDER BY ended DESC, id DESC LIMIT ?");
    values.add(query.limit());
    return database.list(SqliteAlerts::alert, sql.toString(), values.toArray());
  }

  private static StoredAlert alert(ResultSet row) throws SQLException {
    int vmid = row.getInt("vmid");
    long ended = row.getLong("ended");
    Optional<Instant> endedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
    return new StoredAlert(
        row.getLong("id"), row.getString("kind"), Severity.values()[row.getInt("severity")], row.getString("host"),
        vmid == 0 ? Optional.empty() : Optional.of(vmid), row.getString("vm_name"), row.getString("object"),
        Instant.ofEpochMilli(row.getLong("began")), endedAt, row.getString("message"));
  }
}
