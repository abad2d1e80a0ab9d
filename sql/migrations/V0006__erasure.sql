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
