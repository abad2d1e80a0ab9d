-- Routines with which auditors read and verify the log in psql: ../audit/.
CREATE SCHEMA audit;

-- Seals over ranges of the log; each includes the previous one: audit/seal_log.sql. Append-only for
-- every role, as events are.
CREATE TABLE audit.seals (
    to_position   bigint      PRIMARY KEY,
    from_position bigint      NOT NULL UNIQUE
                              CHECK (from_position > 0 AND from_position <= to_position),
    -- The hash of the previous seal; 32 zero bytes for the first seal.
    previous_hash bytea       NOT NULL UNIQUE CHECK (length(previous_hash) = 32),
    -- SHA-256 of each event of the range, 32 bytes each, to find the first event that was altered.
    event_hashes  bytea       NOT NULL
                              CHECK (length(event_hashes) = 32 * (to_position - from_position + 1)),
    hash          bytea       NOT NULL CHECK (length(hash) = 32),
    sealed_at     timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp())
);

-- Hashes do not compress.
ALTER TABLE audit.seals ALTER COLUMN event_hashes SET STORAGE EXTERNAL;

-- A secret key for each author, which salts the digests of their texts. Once it is deleted, the
-- digest of an erased text reveals nothing about the text. Only the owner may read it.
CREATE TABLE audit.author_keys (
    author_id bigint PRIMARY KEY,
    key       bytea  NOT NULL CHECK (length(key) = 32)
);
