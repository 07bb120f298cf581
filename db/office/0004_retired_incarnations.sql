-- Once a till goes on under another key, the earlier ones take no entry beyond what they had then (SYNC.md, I6).
-- NULL: the till's current key, which has no end yet.

ALTER TABLE incarnation ADD COLUMN last_seq bigint;
