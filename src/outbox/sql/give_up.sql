-- Gives up those of the deliveries $1, whose attempts have just failed, that were due longer than $3 ago, and those
-- among them in $2, whose receiver is gone. They become dead letters if $4. Returns their receivers.
WITH given_up AS (
    DELETE FROM public.deliveries AS d
    WHERE d.id = ANY ($1)
      AND (d.id = ANY ($2) OR d.due_at < now() - $3::text::interval)
    RETURNING d.*
), kept AS (
    INSERT INTO public.dead_letters
        (id, channel, receiver, topic, position, since, attempts, last_error)
    SELECT g.id, g.channel, g.receiver, g.topic, g.position, g.since, r.attempts, r.last_error
    FROM given_up AS g
    CROSS JOIN LATERAL (
        SELECT r.attempts, r.last_error
        FROM public.delivery_receivers AS r
        WHERE r.channel = g.channel
          AND r.receiver = g.receiver
        OFFSET 0
    ) AS r
    WHERE $4
)
SELECT g.receiver
FROM given_up AS g
