-- Times are milliseconds since 1970 in UTC, durations milliseconds; what is not known yet is null.

CREATE TABLE console (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL,
  from_address TEXT NOT NULL,
  host TEXT NOT NULL,
  vmid INTEGER NOT NULL,
  guest TEXT NOT NULL,
  site TEXT NOT NULL,
  mode TEXT NOT NULL,
  display TEXT NOT NULL,
  took_over INTEGER NOT NULL,
  upid TEXT NOT NULL,
  opened INTEGER NOT NULL,
  opening INTEGER,
  authenticating INTEGER,
  first_frame INTEGER,
  bytes_to_browser INTEGER NOT NULL,
  bytes_to_guest INTEGER NOT NULL,
  keys INTEGER NOT NULL,
  clipboard_bytes INTEGER NOT NULL,
  closed INTEGER,
  close_code INTEGER NOT NULL,
  close_reason TEXT NOT NULL
) STRICT;
CREATE INDEX console_opened ON console (opened);
CREATE INDEX console_guest ON console (host, vmid, opened);
CREATE INDEX console_user ON console (user, opened);
CREATE INDEX console_open ON console (opened) WHERE closed IS NULL;
