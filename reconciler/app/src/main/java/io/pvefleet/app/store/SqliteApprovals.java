package io.pvefleet.app.store;

import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.VmRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Approvals, as rows. */
record SqliteApprovals(Database database) implements Approvals {

  @Override
  public void put(Approval approval) {
    database.update(
        "INSERT OR REPLACE INTO approval (host, vmid, vm_name, revision, digest, uuid, name_on_host, approved_by, at, until)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        approval.vm().host(), approval.vm().vmid(), approval.vm().name(), approval.revision(), approval.digest(),
        approval.identity().uuid(), approval.identity().name(), approval.by(), approval.at().toEpochMilli(),
        approval.until().toEpochMilli());
  }

  @Override
  public boolean remove(String host, int vmid) {
    return database.update("DELETE FROM approval WHERE host = ? AND vmid = ?", host, vmid) > 0;
  }

  @Override
  public List<Approval> all() {
    return database.list(SqliteApprovals::approval, "SELECT * FROM approval ORDER BY host, vmid");
  }

  private static Approval approval(ResultSet row) throws SQLException {
    return new Approval(
        new VmRef(row.getString("host"), row.getInt("vmid"), row.getString("vm_name")), row.getString("revision"),
        row.getString("digest"), new Identity(row.getString("uuid"), row.getString("name_on_host")), row.getString("approved_by"),
        Instant.ofEpochMilli(row.getLong("at")), Instant.ofEpochMilli(row.getLong("until")));
  }
}
