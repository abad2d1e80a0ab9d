-- Who was erased: their texts are gone for good (audit/erase_user.sql), and nobody comes
-- back under their id.
CREATE TABLE public.erasures (
    user_id     bigint      PRIMARY KEY,
    begun_at    timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- Empty while it is under way, or was broken off: then it is to be asked for again.
    finished_at timestamptz
);
