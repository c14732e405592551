-- How busy a host and its VMs were: one row for each host and span of time, all its series in one text.
CREATE TABLE usage (
  host TEXT NOT NULL,
  span INTEGER NOT NULL,
  at INTEGER NOT NULL,
  samples TEXT NOT NULL,
  PRIMARY KEY (host, span, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_at ON usage (span, at);

-- What needs or needed attention; one that has not ended is in force. A vmid of 0 is none.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  severity INTEGER NOT NULL,
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  vm_name TEXT NOT NULL,
  object TEXT NOT NULL,
  began INTEGER NOT NULL,
  ended INTEGER,
  message TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX alert_in_force ON alert (kind, host, vmid, object) WHERE ended IS NULL;
CREATE INDEX alert_of_host ON alert (host, id);

-- What is still to be told to somebody.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  made INTEGER NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  body TEXT NOT NULL,
  fault TEXT NOT NULL
) STRICT;
CREATE INDEX notice_due ON notice (due);
