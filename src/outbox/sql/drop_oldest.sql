-- Drops the oldest $2 deliveries of the channel $1. Returns their receivers.
DELETE FROM public.deliveries AS d
WHERE d.id = ANY (ARRAY(
    SELECT o.id
    FROM public.deliveries AS o
    WHERE o.channel = $1
    ORDER BY o.channel, o.due_at
    LIMIT $2
))
RETURNING d.receiver
