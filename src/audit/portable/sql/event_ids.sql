-- The ids of the events at these positions.
SELECT e.position, e.event_id
FROM unnest($1::bigint[]) AS named (position)
CROSS JOIN LATERAL (
    SELECT e.position, e.event_id
    FROM public.events AS e
    WHERE e.position = named.position
    OFFSET 0
) AS e
