-- Drops the dead letters of the endpoint $1, all but the newest $2.
DELETE FROM public.event_dead_letters AS d
WHERE d.id = ANY (ARRAY(
    SELECT o.id
    FROM public.event_dead_letters AS o
    WHERE o.endpoint = $1
    ORDER BY o.endpoint DESC, o.abandoned_at DESC
    OFFSET $2
))
