-- Erased users: their texts are permanently unreadable (audit/erase_user.sql), and their ids are
-- never used again.
CREATE TABLE public.erasures (
    user_id     bigint      PRIMARY KEY,
    started_at  timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- NULL while it runs, or if it was interrupted and must be called again.
    finished_at timestamptz
);

-- Counts the transactions that erased texts. A replay that started at another count is not compared
-- with the live rows. Only the owner may read it.
CREATE TABLE audit.erasure_steps (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    steps     bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO audit.erasure_steps DEFAULT VALUES;

-- Legal holds: whom one covers cannot be erased (audit/require_no_hold.sql). A row is never deleted, and changes
-- once, when the hold is released: audit/guard_holds.sql.
CREATE TABLE audit.holds (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Covers everybody who is or was in the chat, or wrote in it,
    chat_id        bigint,
    -- or one user.
    user_id        bigint,
    reason         text        NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
    placed_at      timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
    placed_by      text        NOT NULL DEFAULT session_user,
    released_at    timestamptz,
    released_by    text,
    release_reason text        CHECK (char_length(release_reason) BETWEEN 1 AND 500),
    CHECK (num_nonnulls(chat_id, user_id) = 1),
    CHECK (num_nonnulls(released_at, released_by, release_reason) IN (0, 3))
);
