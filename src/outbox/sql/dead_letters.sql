-- The newest $1 dead letters.
SELECT d.id,
       d.channel,
       d.receiver,
       d.position,
       d.attempts,
       coalesce(d.last_error, '') AS last_error,
       d.abandoned_at::timestamptz(0)::text AS abandoned_at
FROM public.dead_letters AS d
ORDER BY d.abandoned_at DESC, d.position DESC
LIMIT $1
