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
  id INTEGER PRIMARY KEY,
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
CREATE INDEX alert_ended ON alert (ended);

-- What sinks are still to be told; a message of 0 is none yet.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  made INTEGER NOT NULL,
  message INTEGER NOT NULL,
  news TEXT NOT NULL
) STRICT;
CREATE INDEX notice_of_sink ON notice (sink, message, id);
CREATE INDEX notice_of_message ON notice (message);

-- What was put together for a sink, until it is delivered or given up; then without its body.
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  made INTEGER NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  ended INTEGER,
  result TEXT NOT NULL,
  fault TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX message_of_sink ON message (sink, made);

-- How far events and alerts were taken up for sinks; one row. The open alerts are numbers with commas between them.
CREATE TABLE told (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  event INTEGER NOT NULL,
  alert INTEGER NOT NULL,
  open TEXT NOT NULL
) STRICT;

-- How many runs there were today.
CREATE INDEX run_started ON run (started);

-- What was wanted when a run began and waited, and why.
CREATE TABLE held (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  vm_name TEXT NOT NULL,
  action TEXT NOT NULL,
  why TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (run, host, vmid)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_of_revision ON run (revision, id);

-- Who made a commit, for runs whose commit is in force no more.
CREATE TABLE commit_note (
  revision TEXT PRIMARY KEY,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT, WITHOUT ROWID;
