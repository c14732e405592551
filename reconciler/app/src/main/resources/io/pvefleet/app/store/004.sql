-- What happened, as the fold over the journal reads it; empty in entries of older versions.
ALTER TABLE journal ADD COLUMN event TEXT NOT NULL DEFAULT '';

-- Grows with each new owner of a host. A lease that was given back stays as a row without an owner, so that no number comes twice.
ALTER TABLE lease ADD COLUMN fence INTEGER NOT NULL DEFAULT 1;

-- VMs that were taken down in order to be started again, and were not seen running since.
CREATE TABLE owed_start (
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  change INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (host, vmid)
) STRICT, WITHOUT ROWID;
