package io.pvefleet.app.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Events as rows. */
record SqliteEvents(Database database) implements EventLog {

  @Override
  public void append(NewEvent event) {
    database.insert(
        "INSERT INTO event (at, severity, kind, host, vmid, vm_name, code, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        event.at().toEpochMilli(), event.severity().ordinal(), event.kind(), event.host(), event.vmid(), event.vmName(),
        event.code(), event.message());
  }

  @Override
  public List<StoredEvent> list(Query query) {
    StringBuilder sql = new StringBuilder("SELECT * FROM event WHERE id < ? AND severity >= ?");
    List<Object> values = new ArrayList<>(List.of(query.before(), query.atLeast().ordinal()));
    if (!query.host().isEmpty()) {
      sql.append(" AND host = ?");
      values.add(query.host());
    }
    if (query.vmid().isPresent()) {
      sql.append(" AND vmid = ?");
      values.add(query.vmid().get());
    }
    if (!query.kind().isEmpty()) {
      sql.append(" AND kind = ?");
      values.add(query.kind());
    }
    more(query.more(), sql, values);
    sql.append(" ORDER BY id DESC LIMIT ?");
    values.add(query.limit());
    return database.list(SqliteEvents::event, sql.toString(), values.toArray());
  }

  @Override
  public List<StoredEvent> after(long id, int limit) {
    return database.list(SqliteEvents::event, "SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?", id, limit);
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    int vmid = row.getInt("vmid");
    Optional<Integer> ofVm = row.wasNull() ? Optional.empty() : Optional.of(vmid);
    return new StoredEvent(
        row.getLong("id"),
        new NewEvent(
            Instant.ofEpochMilli(row.getLong("at")), Severity.values()[row.getInt("severity")], row.getString("kind"),
            row.getString("host"), ofVm, row.getString("vm_name"), row.getString("code"), row.getString("message")));
  }

  private static void more(More more, StringBuilder sql, List<Object> values) {
    more.hosts().ifPresent(hosts -> {
      sql.append(" AND host IN (").append(String.join(", ", Collections.nCopies(hosts.size(), "?"))).append(')');
      values.addAll(hosts);
    });
    if (!more.text().isEmpty()) {
      sql.append(" AND (instr(lower(message), ?) OR instr(lower(code), ?) OR instr(lower(vm_name), ?))");
      values.addAll(Collections.nCopies(3, more.text().toLowerCase(Locale.ROOT)));
    }
    more.from().ifPresent(at -> {
      sql.append(" AND at >= ?");
      values.add(at.toEpochMilli());
    });
    more.until().ifPresent(at -> {
      sql.append(" AND at < ?");
      values.add(at.toEpochMilli());
    });
  }
}
