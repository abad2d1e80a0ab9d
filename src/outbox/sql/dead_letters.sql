-- The newest $1 dead letters: notifications of users, and events for an endpoint.
SELECT d.id,
       d.user_id,
       d.endpoint,
       d.position,
       d.attempts,
       coalesce(d.last_error, '') AS last_error,
       d.abandoned_at::timestamptz(0)::text AS abandoned_at
FROM (
    SELECT n.id, n.user_id, NULL AS endpoint, n.position, n.attempts, n.last_error, n.abandoned_at
    FROM public.dead_letters AS n
    UNION ALL
    SELECT e.id, NULL, e.endpoint, e.position, e.attempts, e.last_error, e.abandoned_at
    FROM public.event_dead_letters AS e
) AS d
ORDER BY d.abandoned_at DESC, d.position DESC
LIMIT $1
