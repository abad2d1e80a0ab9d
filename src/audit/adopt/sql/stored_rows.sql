-- Those of the events $1 that the log has: what a row of the origin has become.
SELECT given.event_id,
       e.actor_id,
       e.recorded_at,
       e.payload ->> 'content' AS content,
       e.payload ? 'content_digest' AS is_erased
FROM unnest($1::uuid[]) AS given (event_id)
CROSS JOIN LATERAL (
    SELECT e.* FROM public.events AS e WHERE e.event_id = given.event_id OFFSET 0
) AS e
