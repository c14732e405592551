package io.pvefleet.app.store;

import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.plan.VmRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What was applied, as rows. */
record SqliteApplied(Database database) implements AppliedVms {

  @Override
  public void put(AppliedVm applied) {
    database.update(
        "INSERT OR REPLACE INTO applied (host, vmid, vm_name, spec_hash, on_remove, protected, revision, at, uuid, name_on_host)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        applied.vm().host(), applied.vm().vmid(), applied.vm().name(), applied.specHash(), applied.onRemove(),
        applied.isProtected() ? 1 : 0, applied.revision(), applied.at().toEpochMilli(),
        applied.identity().uuid(), applied.identity().name());
  }

  @Override
  public void remove(String host, int vmid) {
    database.update("DELETE FROM applied WHERE host = ? AND vmid = ?", host, vmid);
  }

  @Override
  public SequencedMap<Integer, AppliedVm> of(String host) {
    SequencedMap<Integer, AppliedVm> byVmid = new LinkedHashMap<>();
    database.list(SqliteApplied::applied, "SELECT * FROM applied WHERE host = ? ORDER BY vmid", host)
        .forEach(one -> byVmid.put(one.vm().vmid(), one));
    return byVmid;
  }

  @Override
  public List<AppliedVm> all() {
    return database.list(SqliteApplied::applied, "SELECT * FROM applied ORDER BY host, vmid");
  }

  private static AppliedVm applied(ResultSet row) throws SQLException {
    return new AppliedVm(
        new VmRef(row.getString("host"), row.getInt("vmid"), row.getString("vm_name")), row.getString("spec_hash"),
        row.getString("on_remove"), row.getInt("protected") == 1, row.getString("revision"),
        Instant.ofEpochMilli(row.getLong("at")), new Identity(row.getString("uuid"), row.getString("name_on_host")));
  }
}
