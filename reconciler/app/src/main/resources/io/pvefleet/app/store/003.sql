-- What a VM's last applied document says of its end, beside onRemove and protect: defaults for rows that are older.
ALTER TABLE applied ADD COLUMN disks TEXT NOT NULL DEFAULT 'KEEP';
ALTER TABLE applied ADD COLUMN restart TEXT NOT NULL DEFAULT 'NEVER';
ALTER TABLE applied ADD COLUMN timeout INTEGER NOT NULL DEFAULT 180000;
ALTER TABLE applied ADD COLUMN force INTEGER NOT NULL DEFAULT 0;

-- What persons let through although a limit or the want of consent holds it.
CREATE TABLE approval (
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  vm_name TEXT NOT NULL,
  revision TEXT NOT NULL,
  digest TEXT NOT NULL,
  uuid TEXT NOT NULL,
  name_on_host TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (host, vmid)
) STRICT, WITHOUT ROWID;

-- What a commit has deleted or destroyed so far, so that its limits hold over many runs.
CREATE TABLE spent (
  revision TEXT NOT NULL,
  vm TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (revision, vm, kind)
) STRICT, WITHOUT ROWID;
