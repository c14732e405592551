-- When a VM was first seen waiting for a restart, and for which attributes.
CREATE TABLE waiting (
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  path TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (host, vmid, path)
) STRICT, WITHOUT ROWID;
