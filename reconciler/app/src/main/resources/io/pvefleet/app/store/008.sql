-- The last plan that the host answered, where json is of a look that it did not answer; else empty.
ALTER TABLE last_plan ADD COLUMN answered TEXT NOT NULL DEFAULT '';
