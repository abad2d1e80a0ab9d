-- The chat $1 at the time $2: its last event by then, whether it was deleted, and the times of its first
-- and last event of all.
SELECT reached.position,
       coalesce((
           SELECT e.kind = 'chat_deleted'
           FROM public.events AS e
           WHERE e.chat_id = $1
             AND e.position <= reached.position
             AND e.kind IN ('chat_deleted', 'chat_restored')
           ORDER BY e.chat_id DESC, e.position DESC
           LIMIT 1
       ), false) AS is_deleted,
       first.recorded_at AS first_at,
       last.recorded_at AS last_at
FROM (SELECT public.chat_position_at($1, $2::text::timestamptz) AS position) AS reached
CROSS JOIN LATERAL (
    SELECT min(e.recorded_at) AS recorded_at
    FROM (
        SELECT e.recorded_at
        FROM public.events AS e
        WHERE e.chat_id = $1
        ORDER BY e.position + 0
        LIMIT 2
    ) AS e
) AS first
CROSS JOIN LATERAL (
    SELECT e.recorded_at
    FROM public.events AS e
    WHERE e.chat_id = $1
    ORDER BY e.position + 0 DESC
    LIMIT 1
) AS last
