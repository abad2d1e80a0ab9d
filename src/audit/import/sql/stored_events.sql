-- Which of these events the log has, and where.
SELECT e.event_id, e.position
FROM unnest($1::uuid[]) AS named (event_id)
CROSS JOIN LATERAL (
    SELECT e.event_id, e.position
    FROM public.events AS e
    WHERE e.event_id = named.event_id
    OFFSET 0
) AS e
