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
    -- SHA-256 of each event of the range, 32 bytes each, to find the first event that was altered, and for the paths
    -- in proofs of chats. `hash` covers their Merkle root.
    event_hashes  bytea       NOT NULL
                              CHECK (length(event_hashes) = 32 * (to_position - from_position + 1)),
    hash          bytea       NOT NULL CHECK (length(hash) = 32),
    -- Not before any event that it seals (but imported ones), nor before the previous seal.
    sealed_at     timestamptz NOT NULL,
    -- The last event of the log then: later ones cannot be older than the seal.
    head_position bigint      NOT NULL CHECK (head_position >= to_position)
);

-- Hashes do not compress.
ALTER TABLE audit.seals ALTER COLUMN event_hashes SET STORAGE EXTERNAL;

-- What time-stamp authorities (RFC 3161) signed for seals: src/outbox/seal_witnesses. Append-only for every role, as
-- events are.
CREATE TABLE audit.seal_time_stamps (
    -- The name of the witness.
    authority   text        NOT NULL,
    to_position bigint      NOT NULL,
    -- What was signed is the SHA-256 of this line of a seals file, with a line feed at its end.
    seal        text        NOT NULL,
    -- The TimeStampResp.
    reply       bytea       NOT NULL CHECK (length(reply) <= 65536),
    received_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
    PRIMARY KEY (authority, to_position)
);

-- A secret key for each author, which salts the digests of their texts. Once it is deleted, the
-- digest of an erased text reveals nothing about the text. Only the owner may read it.
CREATE TABLE audit.author_keys (
    author_id bigint PRIMARY KEY,
    key       bytea  NOT NULL CHECK (length(key) = 32)
);

-- The identity of this database in exports, whose people have it beside their ids (src/audit/portable).
CREATE TABLE audit.origin (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    id        uuid    NOT NULL DEFAULT gen_random_uuid()
);

INSERT INTO audit.origin DEFAULT VALUES;

-- The people of imported files: the database that they come from, their id there, and the user who they
-- are here, who may have been deleted since.
CREATE TABLE audit.imported_people (
    origin      uuid        NOT NULL,
    number      bigint      NOT NULL,
    user_id     bigint      NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (origin, number)
);

CREATE INDEX imported_people_user ON audit.imported_people (user_id);

-- The positions of imported events. Nobody is notified of them: append/is_imported.sql.
CREATE TABLE public.imported_ranges (
    to_position   bigint      PRIMARY KEY,
    from_position bigint      NOT NULL CHECK (from_position BETWEEN 1 AND to_position)
);

-- What somebody read of chats in which they were no members, one row for each `accessed` event. Part of the read
-- model: the log is what is sealed.
CREATE TABLE public.accesses (
    position      bigint      PRIMARY KEY,
    at            timestamptz NOT NULL,
    realm         text        NOT NULL,
    user_id       bigint,
    via_key       text,
    -- NULL: all chats of the realm.
    chat_id       bigint,
    attachment_id bigint,
    action        text        NOT NULL,
    route         text        NOT NULL,
    address       text        NOT NULL,
    reason        text
);

INSERT INTO public.read_model_tables (name) VALUES ('accesses');

-- Finds what a user has read of a chat since a time.
CREATE INDEX accesses_reader ON public.accesses (user_id, coalesce(chat_id, 0), at);
CREATE INDEX accesses_realm ON public.accesses (realm, position);

-- What API keys did that is no event: people whom they created, changed (also back from deactivation) and
-- deactivated, and tokens that they issued. Append-only for every role, as events are.
CREATE TABLE audit.key_actions (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key_name text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
    action   text        NOT NULL
                         CHECK (action IN ('created', 'changed', 'reactivated', 'deactivated',
                                           'issued_token')),
    -- The person.
    user_id  bigint      NOT NULL,
    -- Of a token: its session, as in public.key_tokens.
    session  text        CHECK ((session IS NOT NULL) = (action = 'issued_token'))
);

CREATE INDEX key_actions_key ON audit.key_actions (key_name, id);
