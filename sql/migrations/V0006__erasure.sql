-- Who was erased: their texts are gone for good (audit/erase_user.sql), and nobody comes
-- back under their id.
CREATE TABLE public.erasures (
    user_id     bigint      PRIMARY KEY,
    started_at    timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- Empty while it is under way, or was broken off: then it is to be asked for again.
    finished_at timestamptz
);

-- Counts the transactions that put texts out. Each of them updates the one row; a derivation
-- that saw another number began before, and is not compared with what there is now. For the
-- owner alone.
CREATE TABLE audit.erasure_steps (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    steps     bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO audit.erasure_steps DEFAULT VALUES;
