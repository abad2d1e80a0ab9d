-- A step of enforce_limits(): each user may append one event of a kind every _interval, and _burst
-- of them at once; further ones are refused with _code. An event takes a token, and one more for
-- each 4 KiB of text (SendLimit::tokens() in src/domain/limits.rs), but never more than _burst.
--
-- A user's token bucket is one row with the time `full_at` at which the bucket is full again. Each
-- token moves that time by _interval, and an event is refused if it would then be more than _burst
-- intervals ahead. The head of the log is locked, so that this holds across replicas.
--
-- # Why
-- A batch may have many events of one user: their tokens add up in its order. INSERT … ON CONFLICT
-- finds each row by its key, whatever the statistics. A row lost in a crash stands for a full
-- bucket. If the clock was set back, a bucket counts as empty at worst: `full_at` is limited to
-- _burst intervals from now.
CREATE OR REPLACE FUNCTION public.take_tokens(
    _decisions public.decision[],
    _kind      text,
    _code      text,
    _interval  interval,
    _burst     integer
)
RETURNS public.decision[]
LANGUAGE plpgsql
AS $$
DECLARE
    _now     CONSTANT timestamptz := clock_timestamp();
    _latest  CONSTANT timestamptz := _now + _burst * _interval;
    _refused integer[];
BEGIN
    WITH wanted AS MATERIALIZED (
        SELECT d.ordinal,
               d.actor_id AS user_id,
               sum(least(
                   _burst, 1 + coalesce(octet_length(v.payload ->> 'content'), 0) / 4096
               )) OVER (PARTITION BY d.actor_id ORDER BY d.ordinal) AS tokens
        FROM unnest(_decisions) AS v
        CROSS JOIN LATERAL (SELECT (v.event).*) AS d
        WHERE v.outcome = 'append'
          AND d.kind = _kind
          AND d.limits IS NULL
          -- It was counted when it was scheduled.
          AND NOT (d.kind = 'message_sent' AND v.payload ? 'scheduled_id')
    ), counted AS MATERIALIZED (
        SELECT w.ordinal,
               w.user_id,
               before.full_at AS before,
               before.full_at + w.tokens * _interval AS full_at
        FROM wanted AS w
        LEFT JOIN LATERAL (
            SELECT b.full_at
            FROM public.token_buckets AS b
            WHERE b.user_id = w.user_id
              AND b.kind = _kind
            OFFSET 0
        ) AS bucket ON true
        CROSS JOIN LATERAL (
            SELECT greatest(_now, least(_latest, coalesce(bucket.full_at, _now))) AS full_at
        ) AS before
    ), taken AS (
        INSERT INTO public.token_buckets AS b (user_id, kind, full_at)
        SELECT c.user_id,
               _kind,
               coalesce(max(c.full_at) FILTER (WHERE c.full_at <= _latest), min(c.before))
        FROM counted AS c
        GROUP BY c.user_id
        ON CONFLICT (user_id, kind) DO UPDATE SET full_at = excluded.full_at
    )
    SELECT array_agg(c.ordinal)
    INTO _refused
    FROM counted AS c
    WHERE c.full_at > _latest;

    RETURN public.refuse(_decisions, _refused, _code);
END;
$$;
