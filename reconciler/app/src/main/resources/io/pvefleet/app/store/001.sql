-- Times are milliseconds since 1970 in UTC; optional texts are empty, optional numbers null.

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  revision TEXT NOT NULL,
  trigger_word TEXT NOT NULL,
  scope TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER
) STRICT;

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  vm_name TEXT NOT NULL,
  action TEXT NOT NULL,
  summary TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  result TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '',
  log TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX change_of_run ON change (run);
CREATE INDEX change_of_vm ON change (host, vmid, id);
CREATE INDEX change_unfinished ON change (host) WHERE ended IS NULL;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  change INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  stage TEXT NOT NULL,
  step TEXT NOT NULL,
  request TEXT NOT NULL,
  upid TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX journal_of_change ON journal (change);

CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  kind TEXT NOT NULL,
  host TEXT NOT NULL,
  vmid INTEGER,
  vm_name TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_vm ON event (host, vmid, id);
CREATE INDEX event_of_kind ON event (kind, id);
CREATE INDEX event_at ON event (at);

CREATE TABLE applied (
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  vm_name TEXT NOT NULL,
  spec_hash TEXT NOT NULL,
  on_remove TEXT NOT NULL,
  protected INTEGER NOT NULL,
  revision TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (host, vmid)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_plan (
  host TEXT PRIMARY KEY,
  revision TEXT NOT NULL,
  observed_at INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE in_force (
  id INTEGER PRIMARY KEY,
  revision TEXT NOT NULL,
  at INTEGER NOT NULL,
  hosts TEXT NOT NULL,
  vms INTEGER NOT NULL
) STRICT;

CREATE TABLE lease (
  host TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
