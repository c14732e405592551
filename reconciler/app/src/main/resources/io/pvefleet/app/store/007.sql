-- What was found out of a host and its VMs beside the passes: one row for each host, in one text.
CREATE TABLE care (
  host TEXT PRIMARY KEY,
  facts TEXT NOT NULL
) STRICT;
