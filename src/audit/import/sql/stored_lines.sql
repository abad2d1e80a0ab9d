-- Those of the events $1 that the log has, each with its index: to compare them with lines of a file.
SELECT given.n::integer AS n,
       e.kind,
       e.realm,
       date_trunc('milliseconds', e.recorded_at) AS recorded_at,
       chat.event_id AS chat,
       e.actor_id,
       e.payload
FROM unnest($1::uuid[]) WITH ORDINALITY AS given (event_id, n)
CROSS JOIN LATERAL (
    SELECT e.* FROM public.events AS e WHERE e.event_id = given.event_id OFFSET 0
) AS e
LEFT JOIN LATERAL (
    SELECT c.event_id FROM public.events AS c WHERE c.position = e.chat_id OFFSET 0
) AS chat ON true
