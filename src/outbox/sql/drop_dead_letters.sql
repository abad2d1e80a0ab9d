-- Drops the dead letters of the channel $1, all but the newest $2.
DELETE FROM public.dead_letters AS d
WHERE d.id = ANY (ARRAY(
    SELECT o.id
    FROM public.dead_letters AS o
    WHERE o.channel = $1
    ORDER BY o.channel DESC, o.abandoned_at DESC
    OFFSET $2
))
