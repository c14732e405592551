-- What decides when a notice goes out stands beside it, so that thousands that wait need not be read to find one that must not.
ALTER TABLE notice ADD COLUMN critical INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE message ADD COLUMN critical INTEGER NOT NULL DEFAULT 0;
UPDATE notice SET
  critical = json_extract(news, '$.level') IS 'CRITICAL' AND json_extract(news, '$.type') IS NOT 'EVENT',
  zone = coalesce(json_extract(news, '$.where.zone'), 'UTC')
WHERE json_valid(news);
