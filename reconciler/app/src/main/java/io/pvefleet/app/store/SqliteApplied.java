package io.pvefleet.app.store;

import io.pvefleet.engine.kinds.vm.Vm.Lifecycle;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.Disks;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.OnRemove;
import io.pvefleet.engine.kinds.vm.Vm.Restart;
import io.pvefleet.engine.kinds.vm.Vm.Restart.Policy;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.plan.VmRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What was applied, as rows. */
record SqliteApplied(Database database) implements AppliedVms {

  @Override
  public void put(AppliedVm applied) {
    Applied what = applied.what();
    database.update(
        "INSERT OR REPLACE INTO applied (host, vmid, vm_name, spec_hash, on_remove, protected, disks, restart, timeout, force,"
            + " revision, at, uuid, name_on_host) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        applied.vm().host(), applied.vm().vmid(), what.name(), what.specHash(), what.lifecycle().onRemove().name(),
        what.protect() ? 1 : 0, what.lifecycle().disks().name(), what.restart().policy().name(),
        what.restart().timeout().toMillis(), what.restart().force() ? 1 : 0, what.revision(), applied.at().toEpochMilli(),
        what.identity().uuid(), what.identity().name());
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
    String name = row.getString("vm_name");
    Lifecycle lifecycle = new Lifecycle(
        row.getInt("protected") == 1, OnRemove.valueOf(row.getString("on_remove")), Disks.valueOf(row.getString("disks")));
    Restart restart = new Restart(
        Policy.valueOf(row.getString("restart")), Duration.ofMillis(row.getLong("timeout")), row.getInt("force") == 1);
    return new AppliedVm(
        new VmRef(row.getString("host"), row.getInt("vmid"), name),
        new Applied(name, row.getString("spec_hash"), lifecycle, restart, row.getString("revision"),
            new Identity(row.getString("uuid"), row.getString("name_on_host"))),
        Instant.ofEpochMilli(row.getLong("at")));
  }
}
