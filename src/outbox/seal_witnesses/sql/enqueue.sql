-- Queues the newest seal for those of the witnesses $2 of the channel $1 that have another one, $3 seconds (at the same
-- index) after they got that one. A seal that waits is replaced: the newest one covers all events before it.
INSERT INTO public.deliveries AS d (channel, receiver, position, since)
SELECT $1, due.name, newest.to_position, newest.to_position
FROM unnest($2::text[], $3::float8[]) AS due (name, pause)
CROSS JOIN audit.newest_seal() AS newest
LEFT JOIN LATERAL (
    SELECT w.*
    FROM public.seal_witnesses AS w
    WHERE w.name = due.name
    OFFSET 0
) AS has ON true
WHERE newest.to_position IS NOT NULL
  AND newest.to_position IS DISTINCT FROM has.position
  AND coalesce(has.witnessed_at, '-infinity') <= now() - due.pause * interval '1 second'
ON CONFLICT (channel, receiver, topic) DO UPDATE
SET position = excluded.position
WHERE d.position <> excluded.position
