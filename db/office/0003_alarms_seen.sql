-- An alarm stays until somebody at head office has looked at it (0: nobody has).

ALTER TABLE alarm ADD COLUMN seen_ms bigint NOT NULL DEFAULT 0;
CREATE INDEX alarm_unseen ON alarm (till) WHERE seen_ms = 0;
