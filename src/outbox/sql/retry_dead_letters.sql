-- Moves the dead letters $1, or all if it is NULL, back to what waits, to be tried for another day. One is dropped
-- instead if a delivery of the same receiver and topic waits, because that one is newer. Their receivers
-- are due at once.
WITH taken AS (
    DELETE FROM public.dead_letters AS d
    WHERE $1::uuid[] IS NULL
       OR d.id = ANY ($1)
    RETURNING d.*
), queued AS (
    INSERT INTO public.deliveries (id, channel, receiver, topic, position, since)
    SELECT DISTINCT ON (t.channel, t.receiver, t.topic)
           t.id, t.channel, t.receiver, t.topic, t.position, t.since
    FROM taken AS t
    ORDER BY t.channel, t.receiver, t.topic, t.position DESC
    ON CONFLICT (channel, receiver, topic) DO NOTHING
), due AS (
    UPDATE public.delivery_receivers AS r
    SET attempts = 0,
        last_error = NULL,
        next_attempt_at = now()
    FROM (SELECT DISTINCT t.channel, t.receiver FROM taken AS t) AS t
    WHERE r.channel = t.channel
      AND r.receiver = t.receiver
)
SELECT count(*) AS retried
FROM taken
