-- Which VM it was that was applied: an empty uuid is not known.
ALTER TABLE applied ADD COLUMN uuid TEXT NOT NULL DEFAULT '';
ALTER TABLE applied ADD COLUMN name_on_host TEXT NOT NULL DEFAULT '';
