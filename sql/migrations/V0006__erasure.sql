-- Erased users: their texts are gone for good (audit/erase_user.sql), and their ids are never used
-- again.
CREATE TABLE public.erasures (
    user_id     bigint      PRIMARY KEY,
    started_at    timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- NULL while it runs, or if it was interrupted: then it has to be called again.
    finished_at timestamptz
);

-- Counts the transactions that erased texts. Each of them updates the one row; a derivation that
-- saw another number began before, and is not compared with the current rows. For the owner alone.
CREATE TABLE audit.erasure_steps (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    steps     bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO audit.erasure_steps DEFAULT VALUES;
