-- Routines for auditors, who read and verify the log with psql: ../audit/.
CREATE SCHEMA audit;

-- Seals over stretches of the log, each including the one before: audit/checkpoint.sql.
-- Append-only for everyone, as events are.
CREATE TABLE audit.checkpoints (
    to_position   bigint      PRIMARY KEY,
    from_position bigint      NOT NULL UNIQUE
                              CHECK (from_position > 0 AND from_position <= to_position),
    -- The hash of the checkpoint before; 32 zero bytes at the beginning of the log.
    previous_hash bytea       NOT NULL UNIQUE CHECK (length(previous_hash) = 32),
    -- SHA-256 of each event of the range, 32 bytes each, so that the first one that was
    -- altered can be found.
    event_hashes  bytea       NOT NULL
                              CHECK (length(event_hashes) = 32 * (to_position - from_position + 1)),
    hash          bytea       NOT NULL CHECK (length(hash) = 32),
    sealed_at       timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp())
);

-- Hashes do not compress.
ALTER TABLE audit.checkpoints ALTER COLUMN event_hashes SET STORAGE EXTERNAL;

-- A secret for each author, with which the digests of their texts are salted. Once it is deleted,
-- the digest of an erased text says nothing about the text. Only the owner may read it.
CREATE TABLE audit.author_keys (
    author_id bigint PRIMARY KEY,
    key       bytea  NOT NULL CHECK (length(key) = 32)
);
